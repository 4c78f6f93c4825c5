import type { HostDetail } from "../../api/hosts.ts";
import { count, formatDay, formatInstant } from "../../parts/format.ts";
import { VerdictBadge } from "../../parts/verdict-badge.tsx";
import { When } from "../../parts/when.tsx";
import { CertificateCountdown } from "../enclosure/certificate-countdown.tsx";
import { CertificateList } from "../enclosure/certificate-list.tsx";
import { groupByLeaf, type LeafInUse } from "./group-by-leaf.ts";

/** The certificates in use, each once, with the addresses that serve it; then address by address. */
export function ServedCertificates({ host }: { readonly host: HostDetail }) {
  const leaves = groupByLeaf(host.served);
  return (
    <section className="card" aria-labelledby="host-certificates">
      <h2 id="host-certificates">{leaves.length > 1 ? "Certificates" : "Certificate"}</h2>
      {leaves.length === 0 && <p className="soft">{whyNone(host)}</p>}
      {leaves.length > 1 && (
        <p className="note note-warn">
          Its addresses serve {count(leaves.length, "different certificate")}. That is usual while a renewal
          is under way; if it lasts, one of them was forgotten.
        </p>
      )}
      {leaves.map((leaf) => (
        <Leaf key={leaf.fingerprint} leaf={leaf} isAlone={leaves.length === 1} />
      ))}
      {host.addresses.length > 0 && <Addresses addresses={host.addresses} />}
    </section>
  );
}

function whyNone({ tls, checkedAt }: HostDetail): string {
  if (!tls)
    return "It is asked over plain http, so there is none: what it sends can be read and changed on the way.";
  return checkedAt === null
    ? "It has not been checked yet. Its first fresh handshake shows the certificate here."
    : "None was served when it was last checked.";
}

function Leaf({ leaf, isAlone }: { readonly leaf: LeafInUse; readonly isAlone: boolean }) {
  const [facts] = leaf.certificates;
  if (facts === undefined) return null;
  const tls = { version: null, expiresAt: null, leafFingerprint: leaf.fingerprint };
  return (
    <div className="leaf">
      <CertificateCountdown tls={{ ...tls, certificates: [...leaf.certificates] }} />
      <dl className="pairs">
        <dt>Names</dt>
        <dd>{facts.subjectAltNames.slice(0, 8).join(", ") || facts.subject}</dd>
        <dt>Issued by</dt>
        <dd>{facts.issuer}</dd>
        <dt>Valid</dt>
        <dd>
          {formatDay(facts.notBefore)} to {formatInstant(facts.notAfter)}
        </dd>
        {!isAlone && (
          <>
            <dt>Served by</dt>
            <dd className="mono">{leaf.addresses.join(", ")}</dd>
          </>
        )}
        <dt>Seen</dt>
        <dd>
          since {formatDay(leaf.since)} (<When at={leaf.since} />)
        </dd>
      </dl>
      <CertificateList certificates={leaf.certificates} />
    </div>
  );
}

function Addresses({ addresses }: { readonly addresses: HostDetail["addresses"] }) {
  return (
    <>
      <h3>{count(addresses.length, "address")}</h3>
      <ul className="looks">
        {addresses.map(({ address, verdict, faults, tlsVersion, expiresAt }) => (
          <li key={address}>
            <strong className="mono">{address}</strong>
            <VerdictBadge verdict={verdict} />
            <span className="soft small">
              {tlsVersion ?? "no TLS"}
              {expiresAt !== null && (
                <>
                  , certificate {Date.parse(expiresAt) > Date.now() ? "ends" : "ended"}{" "}
                  <When at={expiresAt} />
                </>
              )}
              {faults.length > 0 && (
                <span className="mono">, {[...new Set(faults.map(({ code }) => code))].join(", ")}</span>
              )}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
