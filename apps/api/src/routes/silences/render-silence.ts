import type { SilenceRow } from "@earshot/storage";
import type { z } from "zod";
import type { silenceSchema } from "../../schemas/silence-schema.ts";

/** A maintenance window or a mute as the API shows it at `now`. */
export function renderSilence(row: SilenceRow, now: Date): z.output<typeof silenceSchema> {
  const { id, kind, note, starts_at: startsAt, ends_at: endsAt } = row;
  return {
    id,
    publisherId: row.publisher_id,
    kind,
    active: startsAt <= now && (endsAt === null || endsAt > now),
    startsAt: startsAt.toISOString(),
    endsAt: endsAt?.toISOString() ?? null,
    feedId: row.subscription_id,
    host: row.hostname,
    incidentId: row.incident_id,
    note,
    createdAt: row.created_at.toISOString(),
  };
}
