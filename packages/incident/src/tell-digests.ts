import { digestPeriodMs, digestType, isoWeekOf, nextDigestAt } from "@earshot/domain";
import {
  type Db,
  insertNotices,
  type NewNotice,
  readDigestFacts,
  saveNextDigest,
  takeDueDigests,
} from "@earshot/storage";
import { buildDigestNotice } from "./build-digest-notice.ts";

const hourMs = 3_600_000;
const aheadMs = 30 * 24 * hourMs;
const digestsPerRound = 20;

/**
 * Writes the digests that are due, for publishers with something to watch, and sets when their next ones are; gives how
 * many publishers it dealt with. One that is more than a week late was not wanted or had no address meanwhile: its
 * next one comes at its place in the week. Must run in a transaction.
 */
export async function tellDigests(tx: Db, now: Date): Promise<number> {
  const due = await takeDueDigests(tx, { limit: digestsPerRound, now });
  for (const { publisherId, dueAt } of due) {
    if (dueAt !== null && now.getTime() - dueAt.getTime() < digestPeriodMs) {
      await tellDigest(tx, publisherId, { dueAt, now });
    }
    await saveNextDigest(tx, publisherId, nextDigestAt(publisherId, now));
  }
  return due.length;
}

async function tellDigest(
  tx: Db,
  publisherId: string,
  { dueAt, now }: { readonly dueAt: Date; readonly now: Date },
): Promise<void> {
  const from = new Date(Math.floor((now.getTime() - digestPeriodMs) / hourMs) * hourMs);
  const deadlinesUntil = new Date(now.getTime() + aheadMs);
  const facts = await readDigestFacts(tx, { publisherId, from, now, deadlinesUntil });
  if (facts.shows.length === 0) return;
  const notice: NewNotice = {
    ...{ publisherId, incidentId: null, type: digestType, sequence: 1, occurredAt: now },
    payload: { ...buildDigestNotice(facts, { from, until: now }) },
    dedupeKey: `digest:${publisherId}:${isoWeekOf(dueAt)}`,
  };
  await insertNotices(tx, [notice], now);
}
