import { type Db, type IncidentPlace, readHostsByFingerprint } from "@earshot/storage";
import { type HostOutcome, placedHopOf } from "./judge-host-outcome.ts";

const hopsMax = 50;

/**
 * Where a host's trouble lies. A certificate that ended when it was known to end has ended for every host that was last
 * seen with it, so all of them are named at once, before each of them has been looked at.
 */
export async function nameSharingHosts(
  tx: Db,
  { outcome, keys, place }: HostOutcome,
): Promise<IncidentPlace> {
  const [key] = keys;
  const [own] = place.failing;
  if (!outcome.predicted || key?.kind !== "certificate" || own === undefined) return place;
  const sharing = await readHostsByFingerprint(tx, key.fingerprint, outcome.at);
  const hops = sharing
    .filter(({ hostname, port }) => hostname !== own.host || port !== own.port)
    .map((host) => {
      const serving = host.addresses.filter(({ leafFingerprint }) => leafFingerprint === key.fingerprint);
      const addresses = serving.map(({ address }) => address);
      return { ...placedHopOf(host, []), addresses, certificate: own.certificate };
    });
  return { ...place, failing: [...place.failing, ...hops].slice(0, hopsMax) };
}
