import { useQuery } from "@tanstack/react-query";
import { type EvidenceBundle, evidenceQuery } from "../../api/evidence.ts";
import type { IncidentDetail } from "../../api/incidents.ts";
import { CodeLine } from "../../parts/code-line.tsx";
import { formatInstant } from "../../parts/format.ts";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { ScrollPlace } from "../../parts/scroll-place.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { readLook } from "./look.ts";
import { AddressList, FirstBytes, HopList } from "./look-parts.tsx";
import { ShareEvidence } from "./share-evidence.tsx";

type LookOfBundle = EvidenceBundle["looks"][number];

const roleWords: Readonly<Record<LookOfBundle["role"], string>> = {
  own: "Latest failing look at an enclosure of yours",
  first: "First failing look",
  latest: "Latest failing look",
};

/** What was seen, how to see it oneself, and how to hand it to the host's engineers. */
export function Evidence({ incident }: { readonly incident: IncidentDetail }) {
  const { data, error, refetch } = useQuery(evidenceQuery(incident.id));
  return (
    <section className="card" aria-labelledby="incident-evidence">
      <div className="card-head">
        <h2 id="incident-evidence">Evidence</h2>
        <ShareEvidence incident={incident} />
      </div>
      <p className="soft">For your host's engineers, as Earshot saw it.</p>
      {error !== null && <ProblemNote error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton rows={2} tall />}
      {data?.looks.map((one) => (
        <LookPart key={one.role} of={one} />
      ))}
      {data?.looks.length === 0 && <p className="soft">No look was kept in full.</p>}
      {data?.urlsLeftOut === true && (
        <p className="soft small">
          URLs of shared looks are left out, since they may be another publisher's.
        </p>
      )}
    </section>
  );
}

function LookPart({ of }: { readonly of: LookOfBundle }) {
  const name = roleWords[of.role];
  const look = readLook(of.look);
  return (
    <div className="look">
      <h3>{name}</h3>
      <p className="look-facts">
        {look.at !== null && <span>{formatInstant(look.at)}</span>}
        {look.vantage !== null && <span>from “{look.vantage}”</span>}
        {[...new Set(look.codes)].map((code) => (
          <code key={code}>{code}</code>
        ))}
      </p>
      {look.messages.map((message) => (
        <p key={message}>{message}</p>
      ))}
      {look.addresses.length > 0 && <AddressList addresses={look.addresses} />}
      {look.hops.length > 0 && <HopList hops={look.hops} name={name} />}
      {look.firstBytes !== null && look.firstBytes !== "" && <FirstBytes hex={look.firstBytes} />}
      {of.commands.length > 0 && (
        <details className="more">
          <summary>See it yourself</summary>
          <div className="commands">
            {of.commands.map((command) => (
              <CodeLine key={command} text={command} label="command" />
            ))}
          </div>
        </details>
      )}
      <details className="more">
        <summary>Everything that was recorded</summary>
        <ScrollPlace className="evidence" label={name}>
          <pre>
            <code>{JSON.stringify(of.look, null, 2)}</code>
          </pre>
        </ScrollPlace>
      </details>
    </div>
  );
}
