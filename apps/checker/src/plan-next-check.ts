import {
  crossedThreshold,
  expiryThresholds,
  type HostCheck,
  type NextDue,
  nextHostDue,
  type Periods,
} from "@earshot/domain";
import { type Db, type HostForCheck, leafOfCheck, readRepresentative } from "@earshot/storage";

/** What the time of a host's next check depends on. */
export interface CheckedHost {
  readonly host: HostForCheck;
  readonly check: HostCheck;
  /** When the next certificate of any of its addresses ends, or null. */
  readonly expiresAt: Date | null;
  /** When its incident wants it to be looked at again, in milliseconds; null when there is none. */
  readonly nextCheckMs: number | null;
  readonly now: Date;
}

/** When a host is checked next. Costs a query only where its certificate ends before its place on the grid. */
export async function planNextCheck(db: Db, checked: CheckedHost, periods: Periods): Promise<NextDue> {
  const { host, check, expiresAt, nextCheckMs, now } = checked;
  const watchedClosely = host.hot || isNearItsEnd(check, now);
  const facts = { key: `host:${host.id}`, watchedClosely, expiresAt };
  const first = nextHostDue({ ...facts, isRepresentative: true }, periods, now);
  const isBehind = first.lane === "hot" && !(await representsLeaf(db, checked));
  const next = isBehind ? nextHostDue({ ...facts, isRepresentative: false }, periods, now) : first;
  if (nextCheckMs === null) return next;
  const again = new Date(now.getTime() + nextCheckMs);
  return { at: next.lane === "hot" && next.at < again ? next.at : again, lane: "hot" };
}

/** Whether the host is the first of those that serve its leaf until the same time, itself included. */
async function representsLeaf(db: Db, { host, check, expiresAt }: CheckedHost): Promise<boolean> {
  const leafFingerprint = leafOfCheck(check);
  if (leafFingerprint === null || expiresAt === null) return true;
  return ((await readRepresentative(db, { leafFingerprint, expiresAt })) ?? host.id) >= host.id;
}

/** Whether some path served is inside the first threshold of its leaf's life. */
function isNearItsEnd(check: HostCheck, now: Date): boolean {
  return check.addresses.some(({ tls }) => {
    const leaf = tls?.certificates[0];
    if (leaf === undefined || tls?.expiresAt == null) return false;
    const thresholds = expiryThresholds(new Date(leaf.notBefore), new Date(leaf.notAfter));
    return crossedThreshold(thresholds, new Date(tls.expiresAt), now) !== null;
  });
}
