import type { RequestedHost } from "../../api/ops.ts";
import { ScrollPlace } from "../../parts/scroll-place.tsx";
import { Tag } from "../../parts/tag.tsx";
import { When } from "../../parts/when.tsx";

/** Hosts with the requests that they had; of today also at which pace they are asked, and what waits for them. */
export function RequestTable({
  hosts,
  isToday,
}: {
  readonly hosts: readonly RequestedHost[];
  readonly isToday: boolean;
}) {
  const most = Math.max(...hosts.map(({ requests }) => requests), 1);
  return (
    <div className="card table-card">
      <ScrollPlace className="table-scroll" label="Requests by host">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Host</th>
              <th scope="col" className="number">
                Requests
              </th>
              {isToday && (
                <>
                  <th scope="col">Pace</th>
                  <th scope="col" className="number">
                    Parked
                  </th>
                </>
              )}
              <th scope="col">Beside the busiest</th>
            </tr>
          </thead>
          <tbody>
            {hosts.map((host) => (
              <tr key={host.hostId}>
                <th scope="row">
                  {host.hostname}
                  {host.port !== 443 && <span className="soft">:{host.port}</span>}{" "}
                  {host.role !== null && <Tag>{host.role === "cdn" ? "CDN" : host.role}</Tag>}{" "}
                  {isToday && host.incidentOpen && <Tag tone="bad">incident</Tag>}
                </th>
                <td className="number">{host.requests.toLocaleString("en")}</td>
                {isToday && (
                  <>
                    <td>
                      <Pace host={host} />
                    </td>
                    <td className={host.parked === 0 ? "number soft" : "number"}>
                      {host.parked.toLocaleString("en")}
                    </td>
                  </>
                )}
                <td>
                  <Share share={host.requests / most} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollPlace>
    </div>
  );
}

function Share({ share }: { readonly share: number }) {
  return (
    <svg viewBox="0 0 100 1" preserveAspectRatio="none" className="meter meter-share" aria-hidden="true">
      <rect x="0" y="0" width={Math.max(share * 100, 0.5)} height="1" />
    </svg>
  );
}

function Pace({ host: { paceShare, closedUntil } }: { readonly host: RequestedHost }) {
  if (closedUntil !== null)
    return (
      <Tag tone="warn">
        closed, opens <When at={closedUntil} />
      </Tag>
    );
  if (paceShare < 1) return <Tag tone="warn">{Math.round(paceShare * 100)} % of full</Tag>;
  return <span className="soft">full</span>;
}
