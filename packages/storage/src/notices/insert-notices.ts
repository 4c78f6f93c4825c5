import { randomUUIDv7 } from "node:crypto";
import type { WrittenNoticeType } from "@earshot/domain";
import type { Db } from "../schema/database.ts";
import { toJson } from "../schema/json.ts";
import { hintChannels, sendHint } from "../schema/send-hint.ts";
import type { NoticePayload } from "./tables.ts";

/** A notice to be written into the outbox. */
export interface NewNotice {
  readonly publisherId: string;
  readonly incidentId: string | null;
  readonly type: WrittenNoticeType;
  readonly sequence: number;
  readonly occurredAt: Date;
  readonly payload: NoticePayload;
  /** Two notices with the same key are one: the second write does nothing. */
  readonly dedupeKey: string;
  /** Only for this endpoint, as a test is; null for every endpoint that wants the type. */
  readonly endpointId?: string | null;
  /** For every endpoint but this one, which it is about. */
  readonly exceptEndpointId?: string | null;
}

const rowsPerInsert = 500;

/** Writes notices in the caller's transaction and gives the ids of those that were new. */
export async function insertNotices(
  tx: Db,
  notices: readonly NewNotice[],
  now: Date,
): Promise<readonly string[]> {
  const inserted: string[] = [];
  for (let start = 0; start < notices.length; start += rowsPerInsert) {
    const rows = await tx
      .insertInto("notices")
      .values(notices.slice(start, start + rowsPerInsert).map((notice) => rowOf(notice, now)))
      .onConflict((conflict) => conflict.column("dedupe_key").doNothing())
      .returning("id")
      .execute();
    inserted.push(...rows.map((row) => row.id));
  }
  if (inserted.length > 0) await sendHint(tx, hintChannels.notices);
  return inserted;
}

function rowOf(notice: NewNotice, now: Date) {
  return {
    id: randomUUIDv7(),
    publisher_id: notice.publisherId,
    incident_id: notice.incidentId,
    type: notice.type,
    sequence: notice.sequence,
    occurred_at: notice.occurredAt,
    payload: toJson(notice.payload),
    dedupe_key: notice.dedupeKey,
    endpoint_id: notice.endpointId ?? null,
    except_endpoint_id: notice.exceptEndpointId ?? null,
    created_at: now,
  };
}
