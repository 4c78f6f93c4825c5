import { queryDatabase } from "../support/query-database.ts";

/** How much to put into a database at once. */
export interface LargePlan {
  readonly publisherId: string;
  readonly feeds: number;
  /** Enclosures of the first feed, every hundredth of them unreachable. */
  readonly enclosures: number;
}

const hostSql = `
  INSERT INTO hosts (hostname, port, tls, first_seen_at, last_seen_at)
  VALUES ('many.example', 443, true, now(), now()) RETURNING id`;

const feedsSql = `
  WITH made AS (
    INSERT INTO feeds (url, url_hash, host_id, title, first_seen_at, crawled_at, ok_at, verdict, episodes, enclosures)
    SELECT 'https://many.example/' || n || '.xml', gen_random_uuid(), $1, 'Show number ' || n,
           now(), now(), now(), 'healthy', 0, 0
    FROM generate_series(1, $2::int) AS n
    RETURNING id
  )
  INSERT INTO subscriptions (id, publisher_id, feed_id, labels, created_at, standing)
  SELECT uuidv7(), $3, id, CASE WHEN id % 1000 = 0 THEN ARRAY['rare'] ELSE '{}' END, now(), 'healthy' FROM made`;

const mediaSql = `
  INSERT INTO media (url, url_hash, host_id, first_seen_at, verdict, probed_at)
  SELECT 'https://many.example/' || n || '.mp3', gen_random_uuid(), $1, now(),
         (CASE WHEN n % 100 = 0 THEN 'unreachable' ELSE 'healthy' END)::verdict, now()
  FROM generate_series(1, $2::int) AS n`;

const enclosuresSql = `
  INSERT INTO enclosures (feed_id, media_id, guid, guid_hash, title, published_at, kind, first_seen_at)
  SELECT (SELECT min(id) FROM feeds), id, 'guid-' || id, gen_random_uuid(), 'Episode ' || id,
         now() - id * interval '1 hour', 'primary', now()
  FROM media WHERE host_id = $1`;

/** Fills a database with feeds, and with enclosures of one of them, as a publisher of many years would have. */
export async function fillLarge(databaseUrl: string, plan: LargePlan): Promise<void> {
  const [host] = await queryDatabase<{ readonly id: string }>(databaseUrl, hostSql);
  await queryDatabase(databaseUrl, feedsSql, [host?.id, plan.feeds, plan.publisherId]);
  await queryDatabase(databaseUrl, mediaSql, [host?.id, plan.enclosures]);
  await queryDatabase(databaseUrl, enclosuresSql, [host?.id]);
  await queryDatabase(
    databaseUrl,
    "UPDATE feeds SET episodes = $1, enclosures = $1, title = 'The Longest Show' WHERE id = (SELECT min(id) FROM feeds)",
    [plan.enclosures],
  );
  await queryDatabase(
    databaseUrl,
    "UPDATE subscriptions SET standing = 'unreachable' WHERE feed_id = (SELECT min(id) FROM feeds)",
  );
}
