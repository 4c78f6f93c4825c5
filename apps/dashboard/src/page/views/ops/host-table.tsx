import type { FleetHost } from "../../api/ops.ts";
import { formatInstant } from "../../parts/format.ts";
import { ScrollPlace } from "../../parts/scroll-place.tsx";
import { Tag } from "../../parts/tag.tsx";
import { shownOf } from "../../parts/verdict.ts";
import { VerdictBadge } from "../../parts/verdict-badge.tsx";
import { When } from "../../parts/when.tsx";

/** Hosts with their last check. */
export function HostTable({ hosts }: { readonly hosts: readonly FleetHost[] }) {
  return (
    <div className="card table-card">
      <ScrollPlace className="table-scroll" label="Hosts">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Host</th>
              <th scope="col">Verdict</th>
              <th scope="col">Certificate ends</th>
              <th scope="col" className="number">
                Addresses
              </th>
              <th scope="col" className="number">
                Feeds
              </th>
              <th scope="col">Checked</th>
              <th scope="col">Due</th>
            </tr>
          </thead>
          <tbody>
            {hosts.map((host) => (
              <tr key={host.id}>
                <th scope="row">
                  {host.hostname}
                  {host.port !== 443 && <span className="soft">:{host.port}</span>}{" "}
                  {host.incidentOpen && <Tag tone="bad">incident</Tag>}
                  {host.faults.length > 0 && (
                    <span className="sub mono">{host.faults.map(({ code }) => code).join(", ")}</span>
                  )}
                </th>
                <td>
                  <VerdictBadge verdict={shownOf(host.verdict)} />
                </td>
                <td title={host.expiresAt === null ? undefined : formatInstant(host.expiresAt)}>
                  <When at={host.expiresAt} none={host.tls ? "not known" : "plain http"} />
                </td>
                <td className="number">{host.addresses.length}</td>
                <td className="number">{host.feeds.toLocaleString("en")}</td>
                <td>
                  <When at={host.checkedAt} />
                </td>
                <td>
                  <When at={host.dueAt} none="off the schedule" />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollPlace>
    </div>
  );
}
