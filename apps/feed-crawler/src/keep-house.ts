import { leaveIncidents } from "@earshot/incident";
import type { Logger } from "@earshot/runtime";
import {
  countEpisodes,
  inTransaction,
  maintainPartitions,
  purge,
  rollUp,
  type Store,
} from "@earshot/storage";

/** What keeping house needs. */
export interface KeepHouseDeps {
  readonly store: Store;
  readonly log: Logger;
  readonly clock: () => Date;
}

/** Days for which each single look is kept, and its hour's sum; incidents stay for good. */
const kept = { keepDays: 7, keepRollupDays: 90 };

/**
 * Makes the history's partitions ahead, drops old ones, and forgets what nobody watches any more; the
 * incidents of a host that nothing leads over any more, and of media that nobody carries, are closed as withdrawn. Any number of processes may do this, hourly.
 */
export async function keepHouse({ store, log, clock }: KeepHouseDeps): Promise<void> {
  const { made, dropped } = await maintainPartitions(store, { ...kept, now: clock() });
  const { retiredHostIds, unwatchedMediaIds, ...forgotten } = await purge(store, clock());
  const gone = [
    ...retiredHostIds.map((id) => ({ kind: "host", id }) as const),
    ...unwatchedMediaIds.map((id) => ({ kind: "media", id }) as const),
  ];
  for (const subject of gone) {
    const end = { reason: "withdrawn", now: clock() } as const;
    await inTransaction(store, (tx) => leaveIncidents(tx, subject, end));
  }
  log.info({ made, dropped, retiredHosts: retiredHostIds.length, ...forgotten }, "kept house");
}

/**
 * Sums up what hours of looks came to, for plots, and counts episodes behind hosts that nobody has counted since they
 * changed, so that no reader has to. Any number of processes may do this, every few minutes.
 */
export async function sumUp({ store, clock }: Omit<KeepHouseDeps, "log">): Promise<void> {
  await countEpisodes(store.db);
  await rollUp(store, { now: clock(), keepDays: kept.keepDays });
}
