import { type AffectedScope, type DigestPart, type FaultCode, placeFor } from "@earshot/domain";
import { sql } from "kysely";
import { effectiveVerdict } from "../enclosures/enclosure.ts";
import { dependsOnTrouble } from "../enclosures/read-enclosure-totals.ts";
import { type Deadline, readDeadlines } from "../hosts/read-deadlines.ts";
import { knownScope } from "../incidents/incident-publishers.ts";
import type { IncidentPlace } from "../incidents/tables.ts";
import type { Db } from "../schema/database.ts";

/** How one show of a publisher did. */
export interface ShowOfWeek {
  /** The subscription's id. */
  readonly feedId: string;
  /** Its title, or the host of its feed while that was never read. */
  readonly show: string;
  /** Looks that heard an episode, and looks that could tell. */
  readonly heard: number;
  readonly told: number;
  /** Episodes that cannot be heard now. */
  readonly unreachable: number;
}

/** An incident that touched a publisher in the week. */
export interface IncidentOfWeek {
  readonly incidentId: string;
  readonly codes: readonly FaultCode[];
  readonly where: string;
  readonly since: Date;
  readonly resolvedAt: Date | null;
  /** The publisher's own that it touches. */
  readonly shows: number;
  readonly episodes: number;
  readonly endpoints: number;
}

/** A warning that stands now, and on how many of the publisher's shows, episodes and hosts. */
export interface OpenWarning {
  readonly code: string;
  readonly shows: number;
  readonly episodes: number;
  readonly hosts: number;
}

/** What a digest is made of. */
export interface DigestFacts {
  readonly shows: readonly ShowOfWeek[];
  readonly incidents: DigestPart<IncidentOfWeek>;
  readonly warnings: readonly OpenWarning[];
  readonly deadlines: readonly Deadline[];
}

/** Whose week, from an instant to now, and how far ahead ends of certificates are looked for. */
export interface DigestQuestion {
  readonly publisherId: string;
  readonly from: Date;
  readonly now: Date;
  readonly deadlinesUntil: Date;
}

const incidentsMax = 10;
const deadlinesMax = 200;

/** Reads what a digest of a publisher's week is made of: up to ten incidents, and the 200 deadlines that come first. */
export async function readDigestFacts(db: Db, question: DigestQuestion): Promise<DigestFacts> {
  const { publisherId, now, deadlinesUntil } = question;
  const ahead = { publisherId, from: now, until: deadlinesUntil, limit: deadlinesMax };
  return {
    shows: await readShows(db, question),
    incidents: await readIncidents(db, question),
    warnings: await readWarnings(db, publisherId),
    deadlines: await readDeadlines(db, ahead),
  };
}

async function readShows(db: Db, { publisherId, from, now }: DigestQuestion): Promise<readonly ShowOfWeek[]> {
  const { rows } = await sql<ShowOfWeek>`
    WITH asked AS MATERIALIZED (
      SELECT f.id, s.id AS subscription_id, coalesce(f.title, h.hostname) AS show, ${dependsOnTrouble} AS troubled
      FROM subscriptions s JOIN feeds f ON f.id = s.feed_id JOIN hosts h ON h.id = f.host_id
      WHERE s.publisher_id = ${publisherId} AND s.ended_at IS NULL
    ), failing AS (
      SELECT f.id, count(DISTINCT e.guid_hash) AS episodes
      FROM asked f JOIN enclosures e ON e.feed_id = f.id JOIN media m ON m.id = e.media_id
      WHERE e.vanished_at IS NULL
        AND CASE WHEN f.troubled THEN ${effectiveVerdict} ELSE m.verdict END = 'unreachable'
      GROUP BY f.id
    ), looked AS (
      SELECT r.subject_id, sum(r.healthy + r.degraded) AS heard, sum(r.healthy + r.degraded + r.unreachable) AS told
      FROM rollups r WHERE r.kind = 'feed' AND r.subject_id IN (SELECT id FROM asked)
        AND r.at >= ${from} AND r.at < ${now}
      GROUP BY r.subject_id
    )
    SELECT f.subscription_id AS "feedId", f.show, coalesce(l.heard, 0) AS heard, coalesce(l.told, 0) AS told,
      coalesce(x.episodes, 0) AS unreachable
    FROM asked f LEFT JOIN failing x ON x.id = f.id LEFT JOIN looked l ON l.subject_id = f.id
    ORDER BY f.id`.execute(db);
  return rows;
}

/** Those that are open first, then the latest. One heard of through another counts once, as it was told once. */
async function readIncidents(
  db: Db,
  { publisherId, from, now }: DigestQuestion,
): Promise<DigestFacts["incidents"]> {
  const { rows } = await sql<PlacedIncident & { total: number }>`
    SELECT i.id AS "incidentId", i.codes, i.place, i.since, i.resolved_at AS "resolvedAt",
      p.shows, p.episodes, ${knownScope} -> 'endpoints' AS endpoints, count(*) OVER () AS total
    FROM incident_publishers p JOIN incidents i ON i.id = p.incident_id
    WHERE p.publisher_id = ${publisherId} AND p.via_id IS NULL AND p.held_since IS NULL AND i.drill_ends_at IS NULL
      AND i.since <= ${now} AND (i.resolved_at IS NULL OR i.resolved_at >= ${from})
    ORDER BY i.resolved_at IS NOT NULL, i.since DESC, i.id DESC LIMIT ${incidentsMax}`.execute(db);
  const items = rows.map(({ total: _, place, endpoints, ...incident }) => ({
    ...incident,
    where: placeFor(place, endpoints).where,
    endpoints: endpoints.length,
  }));
  return { total: rows[0]?.total ?? 0, items };
}

type PlacedIncident = Omit<IncidentOfWeek, "where" | "endpoints"> & {
  readonly place: IncidentPlace;
  readonly endpoints: AffectedScope["endpoints"];
};

async function readWarnings(db: Db, publisherId: string): Promise<readonly OpenWarning[]> {
  const { rows } = await sql<OpenWarning>`
    WITH mine AS MATERIALIZED (
      SELECT feed_id FROM subscriptions WHERE publisher_id = ${publisherId} AND ended_at IS NULL
    ), complained AS (
      SELECT 'show' AS kind, f.id::text AS subject, f.faults FROM mine s JOIN feeds f ON f.id = s.feed_id
      UNION ALL
      SELECT 'episode', e.feed_id || ' ' || e.guid_hash, m.faults
      FROM mine s JOIN enclosures e ON e.feed_id = s.feed_id JOIN media m ON m.id = e.media_id
      WHERE e.vanished_at IS NULL AND m.faults <> '[]'
      UNION ALL
      SELECT 'host', h.id::text, h.faults FROM hosts h
      WHERE h.id IN (SELECT d.host_id FROM mine s JOIN feed_hosts d ON d.feed_id = s.feed_id)
    ), found AS (
      SELECT DISTINCT kind, subject, x.code
      FROM complained c CROSS JOIN LATERAL jsonb_to_recordset(c.faults) AS x(code text, severity text)
      WHERE x.severity = 'warning'
    )
    SELECT code, count(*) FILTER (WHERE kind = 'show') AS shows, count(*) FILTER (WHERE kind = 'episode') AS episodes,
      count(*) FILTER (WHERE kind = 'host') AS hosts
    FROM found GROUP BY code ORDER BY count(*) DESC, code`.execute(db);
  return rows;
}
