import { newestPerFeed, nextFeedDue, nextHostDue, nextMediaDue } from "@earshot/domain";
import { seedFleet } from "@earshot/test-servers";
import pg from "pg";
import { skewedHosts } from "./skewed-hosts.ts";
import type { UniversePlan } from "./universe-plan.ts";

/**
 * Fills the database as it is where a fleet has been running for long: everything was looked at, is sound, and is due
 * at its own place in its period, by the rules of the schedule themselves.
 */
export async function seedUniverse(plan: UniversePlan, startAt: Date): Promise<void> {
  await seedFleet(plan.databaseUrl, {
    feeds: plan.feeds,
    enclosuresPerFeed: plan.enclosuresPerFeed,
    hosts: skewedHosts(plan.hosts),
    feedsPerPublisher: 5,
    now: startAt,
    mediaPath: "/%1$s/%2$s.mp3",
    feedPath: "/%1$s.xml",
    feedHost: "feeds.example",
    seen: true,
    dueWithinMs: { feed: null, newest: null, catalogue: null, host: null },
  });
  const client = new pg.Client({ connectionString: plan.databaseUrl });
  await client.connect();
  try {
    const { periods } = plan;
    await putOnSchedule(client, "feed", numbers(plan.feeds), (id) =>
      nextFeedDue(`feed:${id}`, periods.feedMs, startAt),
    );
    // Those of the plan, and the one of the feeds themselves.
    await putOnSchedule(client, "host", numbers(plan.hosts + 1), (id) =>
      nextHostDue(
        { key: `host:${id}`, watchedClosely: false, expiresAt: null, isRepresentative: true },
        periods,
        startAt,
      ),
    );
    await putOnSchedule(client, "media", numbers(plan.feeds * plan.enclosuresPerFeed), (id) => {
      const newest = (id - 1) % plan.enclosuresPerFeed >= plan.enclosuresPerFeed - newestPerFeed;
      const facts = { hotSince: null, newest, rangeIgnored: false, behindTrouble: false };
      return nextMediaDue({ key: `media:${id}`, ...facts }, periods, startAt);
    });
    await client.query("VACUUM FULL ANALYZE schedule");
  } finally {
    await client.end();
  }
}

function numbers(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

async function putOnSchedule(
  client: pg.Client,
  kind: "feed" | "host" | "media",
  ids: readonly number[],
  nextDue: (id: number) => { readonly at: Date },
): Promise<void> {
  const seconds = ids.map((id) => nextDue(id).at.getTime() / 1_000);
  await client.query(
    `UPDATE schedule s SET due_at = to_timestamp(d.seconds), ready_at = to_timestamp(d.seconds)
     FROM unnest($2::bigint[], $3::float8[]) AS d(id, seconds)
     WHERE s.kind = $1 AND s.subject_id = d.id`,
    [kind, ids, seconds],
  );
}
