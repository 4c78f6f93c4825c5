import type { IncidentDetail } from "../../api/incidents.ts";
import { formatInstant, formatMs } from "../../parts/format.ts";
import { ScrollPlace } from "../../parts/scroll-place.tsx";
import { Tag } from "../../parts/tag.tsx";
import { VerdictBadge } from "../../parts/verdict-badge.tsx";
import { type AddressLook, type HopLook, readLook } from "./look.ts";

/** What was seen at the first and at the latest failing look. */
export function Evidence({ incident }: { readonly incident: IncidentDetail }) {
  const { first, latest } = incident.evidence;
  const isSame = JSON.stringify(first) === JSON.stringify(latest);
  const looks = [
    { name: "First failing look", value: first },
    { name: "Latest failing look", value: isSame ? null : latest },
  ].filter(({ value }) => value !== null && value !== undefined);
  if (looks.length === 0) return null;
  return (
    <section className="card" aria-labelledby="incident-evidence">
      <h2 id="incident-evidence">Evidence</h2>
      <p className="soft">For your host's engineers, as Earshot saw it.</p>
      {looks.map(({ name, value }) => (
        <LookPart key={name} name={name} value={value} />
      ))}
    </section>
  );
}

function LookPart({ name, value }: { readonly name: string; readonly value: unknown }) {
  const look = readLook(value);
  return (
    <div className="look">
      <h3>{name}</h3>
      <p className="look-facts">
        {look.at !== null && <span>{formatInstant(look.at)}</span>}
        {look.vantage !== null && <span>from “{look.vantage}”</span>}
        {look.codes.map((code) => (
          <code key={code}>{code}</code>
        ))}
      </p>
      {look.addresses.length > 0 && <Addresses addresses={look.addresses} name={name} />}
      {look.hops.length > 0 && <Hops hops={look.hops} />}
      <details className="more">
        <summary>Everything that was recorded</summary>
        <ScrollPlace className="evidence" label={name}>
          <pre>
            <code>{JSON.stringify(value, null, 2)}</code>
          </pre>
        </ScrollPlace>
      </details>
    </div>
  );
}

function Addresses({
  addresses,
  name,
}: {
  readonly addresses: readonly AddressLook[];
  readonly name: string;
}) {
  return (
    <ScrollPlace className="table-scroll" label={`${name}, by address`}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Address</th>
            <th scope="col">Verdict</th>
            <th scope="col">Faults</th>
            <th scope="col">Certificate</th>
          </tr>
        </thead>
        <tbody>
          {addresses.map(({ address, verdict, codes, version, subject, notAfter }) => (
            <tr key={address}>
              <th scope="row" className="mono">
                {address}
                {version !== null && <span className="sub">{version}</span>}
              </th>
              <td>
                <VerdictBadge verdict={verdict} />
              </td>
              <td className="mono">{codes.join(", ") || "none"}</td>
              <td>
                {subject ?? "none was served"}
                {notAfter !== null && <span className="sub">ends {formatInstant(notAfter)}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollPlace>
  );
}

function Hops({ hops }: { readonly hops: readonly HopLook[] }) {
  return (
    <ol className="look-hops">
      {hops.map((hop, index) => (
        <li key={index}>
          <strong>{hop.host}</strong>
          <Tag tone={hop.status === null || hop.status >= 400 ? "bad" : "neutral"}>
            {hop.status ?? "no answer"}
          </Tag>
          <span className="soft">
            {hop.address ?? "no address"}, {formatMs(hop.totalMs)}
          </span>
        </li>
      ))}
    </ol>
  );
}
