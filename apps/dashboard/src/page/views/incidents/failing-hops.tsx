import type { IncidentDetail } from "../../api/incidents.ts";
import { formatInstant } from "../../parts/format.ts";
import { HostLink } from "../../parts/host-link.tsx";
import { Tag } from "../../parts/tag.tsx";
import { When } from "../../parts/when.tsx";

const roleWords = {
  prefix: "Prefix",
  host: "Podcast host",
  cdn: "Delivery network",
  feed: "Serves the feed",
} as const;

/** Where on the way it broke: host, addresses, and the certificate that was served. */
export function FailingHops({ incident }: { readonly incident: IncidentDetail }) {
  if (incident.failing.length === 0) return null;
  return (
    <section className="card" aria-labelledby="incident-hops">
      <h2 id="incident-hops">Where it broke</h2>
      {incident.failing.map((hop) => (
        <div className="failing" key={`${hop.host}:${hop.port}`}>
          <div className="hop-head">
            <h3>
              <HostLink host={hop.host} port={hop.port} />
            </h3>
            {hop.role !== null && <Tag tone="accent">{roleWords[hop.role]}</Tag>}
          </div>
          {hop.addresses.length > 0 && <p className="soft mono">{hop.addresses.join(", ")}</p>}
          {hop.certificate !== null && (
            <dl className="pairs">
              <dt>Certificate</dt>
              <dd>{hop.certificate.subject}</dd>
              <dt>Issued by</dt>
              <dd>{hop.certificate.issuer}</dd>
              <dt>Ends</dt>
              <dd>
                {formatInstant(hop.certificate.notAfter)} (<When at={hop.certificate.notAfter} />)
              </dd>
              <dt>Fingerprint</dt>
              <dd>
                <code className="fingerprint">{hop.certificate.fingerprint256}</code>
              </dd>
            </dl>
          )}
        </div>
      ))}
    </section>
  );
}
