import { formatInstant, formatMs } from "../../parts/format.ts";
import { ScrollPlace } from "../../parts/scroll-place.tsx";
import { Tag } from "../../parts/tag.tsx";
import { VerdictBadge } from "../../parts/verdict-badge.tsx";
import type { AddressLook, HopLook } from "./look.ts";

/** What a host check saw, address by address. */
export function AddressTable({
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

/** What a probe met, hop by hop. */
export function HopList({ hops }: { readonly hops: readonly HopLook[] }) {
  return (
    <ol className="look-hops">
      {hops.map((hop, index) => (
        <li key={`${index}:${hop.host}`}>
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
