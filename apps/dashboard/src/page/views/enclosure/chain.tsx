import { Volume2, VolumeX } from "lucide-react";
import type { ProbeEvidence } from "../../api/feeds.ts";
import { formatBytes } from "../../parts/format.ts";
import { When } from "../../parts/when.tsx";
import { chainSteps } from "./chain-steps.ts";
import { HopCard } from "./hop-card.tsx";

/** The way to the audio, hop by hop, as one probe went it. */
export function Chain({ probe }: { readonly probe: ProbeEvidence }) {
  const steps = chainSteps(probe);
  const scaleMs = Math.max(...steps.map(({ hop }) => hop.timings.totalMs ?? 0), 1);
  const isHeard = probe.verdict === "healthy" || probe.verdict === "degraded";
  return (
    <div>
      <p className="soft">
        Seen <When at={probe.at} /> from the vantage “{probe.vantage}”.
      </p>
      <ol className="chain">
        {steps.map((step) => (
          <HopCard key={step.index} step={step} scaleMs={scaleMs} />
        ))}
        <li className={`hop hop-end ${isHeard ? "hop-fine" : "hop-lost"}`}>
          <span className="hop-node" aria-hidden="true">
            {isHeard ? <Volume2 size={15} /> : <VolumeX size={15} />}
          </span>
          <div className="hop-body">
            <h3>{isHeard ? "A listener hears it" : endWords(probe)}</h3>
            <p className="soft">{describeBytes(probe)}</p>
          </div>
        </li>
      </ol>
    </div>
  );
}

function endWords({ verdict }: ProbeEvidence): string {
  return verdict === "inconclusive"
    ? "Whether a listener hears it cannot be told"
    : "A listener hears nothing";
}

function describeBytes({ media, range }: ProbeEvidence): string {
  if (range === null) return "No bytes were asked for.";
  const got = `${formatBytes(range.receivedBytes)} of it were read`;
  const whole = range.totalBytes === null ? "" : `, it has ${formatBytes(range.totalBytes)} in all`;
  const kind = media?.sniffedType == null ? "" : `; they are ${media.sniffedType}`;
  const said = media?.servedType == null ? "" : `, served as ${media.servedType}`;
  return `${got}${whole}${kind}${said}.`;
}
