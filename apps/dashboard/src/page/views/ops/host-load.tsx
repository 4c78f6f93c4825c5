import type { Schemas } from "../../api/client.ts";
import { count, formatSpan } from "../../parts/format.ts";

interface Hosts {
  readonly busiest: readonly Schemas["BusyHost"][];
  readonly parked: readonly Schemas["ParkedHost"][];
}

/** Which hosts hold the queues up: those with work in flight, and those behind which enclosures are parked. */
export function HostLoad({ hosts }: { readonly hosts: Hosts }) {
  return (
    <div className="columns columns-even">
      <section className="card" aria-labelledby="busiest-title">
        <h2 id="busiest-title">Busiest hosts</h2>
        {hosts.busiest.length === 0 && <p className="soft">No host has anything in flight.</p>}
        <ul className="load" hidden={hosts.busiest.length === 0}>
          {hosts.busiest.map((host) => (
            <li key={host.hostId}>
              <span className="cut">{nameOf(host)}</span>
              <span>{host.inFlight} in flight</span>
              <span className="soft">
                {host.queuedMs === 0 ? "no queue" : `queue of ${formatSpan(host.queuedMs)}`}
              </span>
            </li>
          ))}
        </ul>
      </section>
      <section className="card" aria-labelledby="parked-title">
        <h2 id="parked-title">Parked</h2>
        {hosts.parked.length === 0 && (
          <p className="soft">Nothing is parked: no host with enclosures behind it is in an open incident.</p>
        )}
        <ul className="load" hidden={hosts.parked.length === 0}>
          {hosts.parked.map((host) => (
            <li key={host.hostId}>
              <span className="cut">{nameOf(host)}</span>
              <span>{count(host.enclosures, "enclosure")} behind it</span>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

function nameOf({ hostname, port }: { readonly hostname: string; readonly port: number }): string {
  return port === 443 ? hostname : `${hostname}:${port}`;
}
