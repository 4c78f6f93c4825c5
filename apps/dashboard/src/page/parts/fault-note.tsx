import { Tag, type Tone } from "./tag.tsx";

/** A fault in words that a publisher understands. */
export interface FaultWords {
  readonly code: string;
  readonly severity: "outage" | "warning" | "info";
  readonly title: string;
  readonly explanation: string;
  readonly remedy: string;
}

const tones: Readonly<Record<FaultWords["severity"], Tone>> = {
  outage: "bad",
  warning: "warn",
  info: "neutral",
};

/** One fault: what it is, what was seen of it, and what to do. */
export function FaultNote({
  fault,
  detail,
}: {
  readonly fault: FaultWords;
  readonly detail?: string | undefined;
}) {
  return (
    <div className={`fault fault-${fault.severity}`}>
      <div className="fault-head">
        <h3>{fault.title}</h3>
        <Tag tone={tones[fault.severity]}>{fault.severity}</Tag>
        <code className="soft">{fault.code}</code>
      </div>
      {detail !== undefined && <p className="fault-detail">{detail}</p>}
      <p>{fault.explanation}</p>
      <p>
        <strong>What to do: </strong>
        {fault.remedy}
      </p>
    </div>
  );
}
