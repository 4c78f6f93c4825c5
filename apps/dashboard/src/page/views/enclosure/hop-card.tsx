import { faultCatalogue } from "@earshot/domain";
import type { Hop } from "../../api/feeds.ts";
import { FaultNote } from "../../parts/fault-note.tsx";
import { HostLink } from "../../parts/host-link.tsx";
import { Tag, type Tone } from "../../parts/tag.tsx";
import { CertificateCountdown } from "./certificate-countdown.tsx";
import { CertificateList } from "./certificate-list.tsx";
import type { ChainStep } from "./chain-steps.ts";
import { PhaseBar } from "./phase-bar.tsx";

const roleWords = { prefix: "Prefix", host: "Podcast host", cdn: "Delivery network" } as const;

/** One request on the way: who answered, how fast, under which certificate, and what was wrong. */
export function HopCard({ step, scaleMs }: { readonly step: ChainStep; readonly scaleMs: number }) {
  const { hop, faults, isBroken, isLast } = step;
  const state = isBroken
    ? "broken"
    : faults.some(({ severity }) => severity === "warning")
      ? "warned"
      : "fine";
  return (
    <li className={`hop hop-${state}`}>
      <span className="hop-node" aria-hidden="true">
        {isBroken ? "✕" : step.index + 1}
      </span>
      <div className="hop-body">
        <div className="hop-head">
          <h3>
            <HostLink host={hop.host} port={hop.port} />
          </h3>
          <Tag tone="accent">
            {hop.role === null ? (isLast ? "Serves the audio" : "Redirects") : roleWords[hop.role]}
          </Tag>
          {hop.operator !== null && <span className="soft">{hop.operator}</span>}
          <StatusTag hop={hop} />
        </div>
        <p className="hop-url mono">{hop.url}</p>
        <p className="soft small">
          {hop.address === null ? "No address was reached" : `at ${hop.address}`}
          {hop.httpVersion !== null && `, HTTP/${hop.httpVersion}`}
          {hop.reused && ", on a connection that was already open"}
        </p>
        <PhaseBar timings={hop.timings} scaleMs={scaleMs} />
        {hop.tls !== null && <CertificateCountdown tls={hop.tls} />}
        {faults.map((fault) => (
          <FaultNote
            key={`${fault.code}:${fault.message}`}
            fault={{ ...faultCatalogue[fault.code], ...fault }}
            detail={fault.message}
          />
        ))}
        {hop.tls !== null && hop.tls.certificates.length > 0 && (
          <CertificateList certificates={hop.tls.certificates} />
        )}
      </div>
    </li>
  );
}

function StatusTag({ hop }: { readonly hop: Hop }) {
  if (hop.status === null) return <Tag tone="bad">No answer</Tag>;
  const tone: Tone = hop.status >= 400 ? "bad" : hop.status >= 300 ? "neutral" : "good";
  return <Tag tone={tone}>{hop.status}</Tag>;
}
