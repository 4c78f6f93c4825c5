import { paceRestoredPerMs, paceShareMin } from "@earshot/domain";
import { sql } from "kysely";
import { hostsInTrouble } from "../hosts/hosts-in-trouble.ts";
import type { Db } from "../schema/database.ts";
import { effectivePeriod, type PeriodTerms } from "./effective-period.ts";

/** What is watched, by how often: a feed's newest episodes apart from the rest. */
export type CoverageKind = "feed" | "newest" | "catalogue" | "host";

/** How far what should have been looked at was looked at. */
export interface Coverage extends VantageCoverage {
  readonly kind: CoverageKind;
  /** Not looked at because a host on their way is in an open incident, which speaks for them. */
  readonly parked: number;
  readonly neverChecked: number;
  /** Measured against a longer period than is configured, because their host's budget does not allow that one. */
  readonly stretched: number;
  /** The longest period that any of them is measured against, in milliseconds; null without subjects. */
  readonly longestPeriodMs: number | null;
  /** The same by where the last look was made from; what was never looked at is in none of them. */
  readonly vantages: readonly (VantageCoverage & { readonly vantage: string })[];
}

/** How far some subjects were looked at. */
export interface VantageCoverage {
  /** Scheduled subjects of this kind. */
  readonly subjects: number;
  /** Looked at within their period, or new within it, or parked. */
  readonly covered: number;
  /** Age of the last look that 95 % stay below, in milliseconds; null when nothing was looked at yet. */
  readonly ageP95Ms: number | null;
}

/** The periods that coverage is measured against, in milliseconds, and the budget of a host, a second. */
export interface CoverageTerms extends PeriodTerms {
  readonly now: Date;
  readonly feedMs: number;
  /** The longest time between two checks of a host that nothing presses. */
  readonly hostMs: number;
}

/** Looks go out when they fall due, so a period may be over by as much as it takes to make one. */
const graceShare = 0.05;
const graceMs = 30_000;

/**
 * How much of what is scheduled was looked at within its period. Where a host's budget does not allow the period, the
 * time that its enclosures need counts instead (`effectivePeriod`): at the rate at which the host lets itself be asked
 * now, and with the time added for which it has sent us away meanwhile. Reads every subject, so ask once a minute at most.
 */
export async function readCoverage(db: Db, terms: CoverageTerms): Promise<readonly Coverage[]> {
  const [feeds, media, hosts] = await Promise.all([
    readFeeds(db, terms),
    readMedia(db, terms),
    readHosts(db, terms),
  ]);
  return [...feeds, ...media, ...hosts];
}

function since(now: Date, periodMs: number): Date {
  return new Date(now.getTime() - periodMs * (1 + graceShare) - graceMs);
}

async function readFeeds(db: Db, { now, feedMs }: CoverageTerms): Promise<readonly Coverage[]> {
  const { rows } = await sql<CoverageRow>`
    SELECT 'feed' AS kind, f.crawled_from AS vantage, grouping(f.crawled_from) AS whole, count(*) AS subjects, 0 AS parked,
      0 AS stretched, max(coalesce(f.period_ms, ${feedMs}::float8)) AS "longestPeriodMs",
      count(*) FILTER (WHERE coalesce(f.crawled_at, f.first_seen_at) >=
        ${now}::timestamptz - (coalesce(f.period_ms, ${feedMs}::float8) * ${1 + graceShare}::float8 + ${graceMs}::float8) * interval '1 ms') AS covered,
      count(*) FILTER (WHERE f.crawled_at IS NULL) AS "neverChecked",
      ${ageP95(sql`f.crawled_at`, now)} AS "ageP95Ms"
    FROM schedule s JOIN feeds f ON f.id = s.subject_id WHERE s.kind = 'feed'
    GROUP BY GROUPING SETS ((), (f.crawled_from)) ORDER BY f.crawled_from`.execute(db);
  return [fold("feed", rows)];
}

async function readHosts(db: Db, { now, hostMs }: CoverageTerms): Promise<readonly Coverage[]> {
  const { rows } = await sql<CoverageRow>`
    SELECT 'host' AS kind, h.checked_from AS vantage, grouping(h.checked_from) AS whole, count(*) AS subjects, 0 AS parked,
      0 AS stretched, ${hostMs}::float8 AS "longestPeriodMs",
      count(*) FILTER (WHERE coalesce(h.checked_at, h.first_seen_at) >= ${since(now, hostMs)}) AS covered,
      count(*) FILTER (WHERE h.checked_at IS NULL) AS "neverChecked",
      ${ageP95(sql`h.checked_at`, now)} AS "ageP95Ms"
    FROM schedule s JOIN hosts h ON h.id = s.subject_id WHERE s.kind = 'host'
    GROUP BY GROUPING SETS ((), (h.checked_from)) ORDER BY h.checked_from`.execute(db);
  return [fold("host", rows)];
}

async function readMedia(db: Db, terms: CoverageTerms): Promise<readonly Coverage[]> {
  const { now } = terms;
  const { rows } = await sql<CoverageRow>`
    WITH newest AS MATERIALIZED (
      SELECT DISTINCT media_id FROM enclosures WHERE newest AND vanished_at IS NULL
    ), troubled AS MATERIALIZED (
      SELECT id FROM ${hostsInTrouble} AS t(id)
    ), watched AS (
      SELECT m.host_id, m.probed_at, m.probed_from, m.first_seen_at, m.range_ignored, n.media_id IS NOT NULL AS newest,
        EXISTS (SELECT FROM media_hosts w JOIN troubled t ON t.id = w.host_id WHERE w.media_id = m.id) AS parked
      FROM schedule s JOIN media m ON m.id = s.subject_id LEFT JOIN newest n ON n.media_id = m.id
      WHERE s.kind = 'media'
    ), paces AS MATERIALIZED (
      SELECT host_id, closed_until, extract(epoch FROM least(closed_until, ${now}) - slowed_at) * 1000 AS closed_ms,
        least(1, greatest(${paceShareMin}::float8, 1 -
          coalesce(extract(epoch FROM restored_at - ${now}::timestamptz), 0) * ${paceRestoredPerMs * 1_000}::float8)) AS share
      FROM host_slots WHERE restored_at > ${now} OR closed_until IS NOT NULL
    ), asked AS (
      SELECT w.*, coalesce(c.share, 1) AS pace_share, c.closed_until, c.closed_ms
      FROM watched w LEFT JOIN paces c ON c.host_id = w.host_id
    ), paced AS (
      SELECT a.*, CASE WHEN newest THEN ${terms.enclosureMs}::float8 ELSE ${terms.catalogueMs}::float8 END AS configured_ms,
        ${effectivePeriod(terms)} AS asked_ms
      FROM asked a
    ), timed AS (
      -- A closure counts as long as it lies in the period that is looked back on.
      SELECT p.*, asked_ms + CASE
        WHEN closed_until > ${now}::timestamptz - asked_ms * interval '1 millisecond' THEN greatest(0, closed_ms)
        ELSE 0 END AS period_ms
      FROM paced p
    ), judged AS (
      SELECT t.*, parked OR coalesce(probed_at, first_seen_at) >=
        ${now}::timestamptz - (period_ms * ${1 + graceShare}::float8 + ${graceMs}) * interval '1 millisecond' AS covered
      FROM timed t
    )
    SELECT CASE WHEN newest THEN 'newest' ELSE 'catalogue' END AS kind, probed_from AS vantage,
      grouping(probed_from) AS whole, count(*) AS subjects,
      count(*) FILTER (WHERE covered) AS covered, count(*) FILTER (WHERE parked) AS parked,
      count(*) FILTER (WHERE probed_at IS NULL) AS "neverChecked",
      count(*) FILTER (WHERE period_ms > configured_ms AND NOT range_ignored) AS stretched,
      round(max(period_ms))::float8 AS "longestPeriodMs",
      ${ageP95(sql`probed_at`, now)} AS "ageP95Ms"
    FROM judged GROUP BY GROUPING SETS ((newest), (newest, probed_from)) ORDER BY probed_from`.execute(db);
  return [fold("newest", rows), fold("catalogue", rows)];
}

type CoverageRow = Omit<Coverage, "vantages"> & { readonly vantage: string | null; readonly whole: number };

/** The rows of one kind as one: the row of all of its subjects, and those of each vantage. */
function fold(kind: CoverageKind, rows: readonly CoverageRow[]): Coverage {
  const own = rows.filter((row) => row.kind === kind);
  const whole = own.find((row) => row.whole === 1);
  const { subjects = 0, covered = 0, parked = 0, neverChecked = 0, ageP95Ms = null } = whole ?? {};
  const { stretched = 0, longestPeriodMs = null } = whole ?? {};
  const vantages = own.flatMap((row) =>
    row.whole === 1 || row.vantage === null
      ? []
      : [{ vantage: row.vantage, subjects: row.subjects, covered: row.covered, ageP95Ms: row.ageP95Ms }],
  );
  const counts = { subjects, covered, parked, neverChecked, stretched };
  return { kind, ...counts, longestPeriodMs, ageP95Ms, vantages };
}

function ageP95(column: ReturnType<typeof sql>, now: Date) {
  return sql`
    (percentile_disc(0.95) WITHIN GROUP (ORDER BY extract(epoch FROM ${now}::timestamptz - ${column}) * 1000)
      FILTER (WHERE ${column} IS NOT NULL))::float8`;
}
