import { sql } from "kysely";
import type { Db } from "../schema/database.ts";

/** Whether what we found reaches those whom it concerns. */
export interface Pulse {
  /** Incidents that are not over, by what they are about. */
  readonly incidentsOpen: Readonly<Record<"certificate" | "host" | "feed", number>>;
  /** When the notice was written that has waited longest for its deliveries to be made; null when none waits. */
  readonly oldestUnrelayedAt: Date | null;
  /** Deliveries that are still to be attempted, and when the longest waiting attempt was due; null when none is late. */
  readonly deliveriesPending: number;
  readonly oldestDeliveryDueAt: Date | null;
}

/** Reads the pulse, for metrics: a few small counts over indexes, however much there is. */
export async function readPulse(db: Db, now: Date): Promise<Pulse> {
  const kinds = await sql<{ kind: "certificate" | "host" | "feed"; total: number }>`
    SELECT kind, count(*) AS total FROM incidents WHERE state <> 'resolved' GROUP BY kind`.execute(db);
  const outbox = await sql<Omit<Pulse, "incidentsOpen">>`
    SELECT (SELECT min(created_at) FROM notices WHERE relayed_at IS NULL) AS "oldestUnrelayedAt",
      count(*) AS "deliveriesPending", min(due_at) FILTER (WHERE due_at <= ${now}) AS "oldestDeliveryDueAt"
    FROM schedule WHERE kind = 'delivery'`.execute(db);
  const [pulse] = outbox.rows;
  if (pulse === undefined) throw new Error("an aggregate gave no row");
  const byKind = new Map(kinds.rows.map(({ kind, total }) => [kind, total]));
  const count = (kind: "certificate" | "host" | "feed") => byKind.get(kind) ?? 0;
  return {
    incidentsOpen: { certificate: count("certificate"), host: count("host"), feed: count("feed") },
    ...pulse,
  };
}
