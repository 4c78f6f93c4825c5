import { formatInstant, formatMs } from "../../parts/format.ts";
import { HostLink } from "../../parts/host-link.tsx";
import { ScrollPlace } from "../../parts/scroll-place.tsx";
import { Tag } from "../../parts/tag.tsx";
import { VerdictBadge } from "../../parts/verdict-badge.tsx";
import { CertificateList } from "../enclosure/certificate-list.tsx";
import type { AddressLook, HopLook, TimingsLook } from "./look.ts";

const phases = [
  ["dnsMs", "DNS"],
  ["connectMs", "connect"],
  ["tlsMs", "TLS"],
  ["firstByteMs", "first byte"],
  ["totalMs", "in all"],
] as const;

/** What a host check saw, address by address. */
export function AddressList({ addresses }: { readonly addresses: readonly AddressLook[] }) {
  return (
    <ol className="look-hops">
      {addresses.map(({ address, verdict, codes, version, certificates, timings }) => (
        <li key={address}>
          <div className="look-facts">
            <strong className="mono">{address}</strong>
            <VerdictBadge verdict={verdict} />
            {version !== null && <span>{version}</span>}
            {codes.map((code) => (
              <code key={code}>{code}</code>
            ))}
          </div>
          <p className="soft small">{describeTimings(timings)}</p>
          <Served certificates={certificates} />
        </li>
      ))}
    </ol>
  );
}

function Served({ certificates }: Pick<HopLook, "certificates">) {
  const [leaf] = certificates;
  if (leaf === undefined) return <p className="small">No certificate was served.</p>;
  return (
    <>
      <p className="small">
        {leaf.subject}, ends {formatInstant(leaf.notAfter)}
      </p>
      <CertificateList certificates={certificates} />
    </>
  );
}

/** What a probe met, hop by hop: who answered what, how fast, under which certificate, with which headers. */
export function HopList({ hops, name }: { readonly hops: readonly HopLook[]; readonly name: string }) {
  return (
    <ol className="look-hops">
      {hops.map((hop, index) => (
        <li key={`${index}:${hop.host}`}>
          <div className="look-facts">
            <strong>
              {index + 1}. <HostLink host={hop.host} port={hop.port} />
            </strong>
            <Tag tone={hop.status === null || hop.status >= 400 ? "bad" : "neutral"}>
              {hop.status ?? "no answer"}
            </Tag>
            <span className="mono">{hop.address ?? "no address"}</span>
            {hop.httpVersion !== null && <span>HTTP/{hop.httpVersion}</span>}
            {hop.version !== null && <span>{hop.version}</span>}
          </div>
          <p className="soft small">{describeTimings(hop.timings)}</p>
          <Served certificates={hop.certificates} />
          {hop.headers.length > 0 && (
            <Headers headers={hop.headers} label={`${name}, headers of ${hop.host}`} />
          )}
        </li>
      ))}
    </ol>
  );
}

function Headers({ headers, label }: { readonly headers: HopLook["headers"]; readonly label: string }) {
  return (
    <details className="more">
      <summary>Headers of the answer</summary>
      <ScrollPlace className="evidence" label={label}>
        <pre>
          <code>{headers.map(([header, value]) => `${header}: ${value}`).join("\n")}</code>
        </pre>
      </ScrollPlace>
    </details>
  );
}

/** The first bytes that came: as text where they are that, as an error page mostly is. */
export function FirstBytes({ hex }: { readonly hex: string }) {
  const bytes = Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
  const text = String.fromCharCode(...bytes.map((byte) => (byte >= 32 && byte < 127 ? byte : 46)));
  return (
    <p className="small">
      First bytes: <code>{hex.slice(0, 32).replace(/(..)(?=.)/g, "$1 ")}</code>{" "}
      <code className="soft">{text}</code>
    </p>
  );
}

function describeTimings(timings: TimingsLook): string {
  const known = phases.flatMap(([key, name]) => {
    const ms = timings[key];
    return ms === null ? [] : [key === "totalMs" ? `${formatMs(ms)} ${name}` : `${name} ${formatMs(ms)}`];
  });
  return known.join(", ") || "not measured";
}
