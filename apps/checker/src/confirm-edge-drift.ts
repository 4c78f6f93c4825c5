import { findEdgeDrift } from "@earshot/certificate";
import { type HostCheck, verdictOf } from "@earshot/domain";
import { type Db, readServedSince } from "@earshot/storage";

const patienceMs = 24 * 60 * 60_000;

/**
 * A check knows the dates of certificates, but many are issued days before they are put to use: only our own history
 * tells since when an edge serves one. So `certificate.edge-drift` stands only if it is found among leaves that we have
 * seen at this host for a day. Costs a query only where a check has that fault.
 */
export async function confirmEdgeDrift(db: Db, hostId: number, check: HostCheck): Promise<HostCheck> {
  if (!check.faults.some(({ code }) => code === "certificate.edge-drift")) return check;
  const since = await readServedSince(db, hostId);
  const now = new Date(check.at);
  const leaves = check.addresses.flatMap(({ address, tls }) => {
    const leaf = tls?.certificates[0];
    const seenAt = leaf && since.get(leaf.fingerprint256);
    const isKnown = seenAt !== undefined && now.getTime() - seenAt.getTime() >= patienceMs;
    return leaf !== undefined && isKnown ? [{ address, leaf }] : [];
  });
  const drift = findEdgeDrift(check.hostname, leaves, now);
  const faults = check.faults.flatMap((fault) => {
    if (fault.code !== "certificate.edge-drift") return [fault];
    return drift === null ? [] : [drift];
  });
  return { ...check, faults, verdict: verdictOf(faults) };
}
