import type { AffectedScope } from "@earshot/domain";
import { sql } from "kysely";
import type { Db } from "../schema/database.ts";
import { knownScope } from "./incident-publishers.ts";

/** A publisher that is to be reminded of an incident now. */
export interface DueReminder {
  readonly incidentId: string;
  readonly publisherId: string;
  readonly scope: AffectedScope;
  readonly episodeMinutes: number;
  /** 1 for the first. */
  readonly number: number;
}

const remindersMax = 200;

/**
 * Takes the reminders that are due and counts them as given: of incidents that are open, told to the publisher itself,
 * not acknowledged and not kept from it, where it asked to be reminded and last heard of it that long ago. Several that
 * take at this instant share them.
 */
export async function takeDueReminders(tx: Db, now: Date): Promise<readonly DueReminder[]> {
  const { rows } = await sql<DueReminder>`
    WITH due AS (
      SELECT p.incident_id, p.publisher_id
      FROM incidents i JOIN incident_publishers p ON p.incident_id = i.id JOIN publishers o ON o.id = p.publisher_id
      WHERE i.state = 'open' AND i.drill_ends_at IS NULL AND o.remind_every_minutes IS NOT NULL
        AND p.acknowledged_at IS NULL AND p.via_id IS NULL AND p.opened_told AND p.held_since IS NULL
        AND greatest(p.told_at, p.reminded_at) <= ${now}::timestamptz - make_interval(mins => o.remind_every_minutes)
      ORDER BY p.incident_id, p.publisher_id LIMIT ${remindersMax} FOR UPDATE OF p SKIP LOCKED
    )
    UPDATE incident_publishers p SET reminded_at = ${now}, reminders = p.reminders + 1
    FROM due d WHERE p.incident_id = d.incident_id AND p.publisher_id = d.publisher_id
    RETURNING p.incident_id AS "incidentId", p.publisher_id AS "publisherId", ${knownScope} AS scope,
      p.episode_minutes AS "episodeMinutes", p.reminders AS number`.execute(tx);
  return rows;
}
