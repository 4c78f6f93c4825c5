import { sql } from "kysely";
import type { Db } from "../schema/database.ts";
import type { SecretBox } from "../secret-box/open-secret-box.ts";

/** Which write: an account's, under a key that its client chose. */
export interface IdempotentRequest {
  readonly publisherId: string;
  readonly key: string;
}

/** What became of a write that begins: it is new, or was answered, is at work elsewhere, or was another one. */
export type IdempotentStart =
  | { readonly kind: "new" }
  | { readonly kind: "answered"; readonly answer: string }
  | { readonly kind: "running" }
  | { readonly kind: "different" };

/** How long a key means the same write, and after which time one that was never answered may begin anew. */
const keptMs = 24 * 60 * 60 * 1_000;
const abandonedMs = 60_000;

/** Begins a write, unless one with the same key began within a day. `requestHash` tells the same write from another. */
export async function beginIdempotentRequest(
  db: Db,
  box: SecretBox,
  input: IdempotentRequest & { readonly requestHash: Buffer; readonly now: Date },
): Promise<IdempotentStart> {
  const { publisherId, key, requestHash, now } = input;
  const { rows } = await sql`
    INSERT INTO idempotent_requests AS r (publisher_id, key, request_hash, started_at)
    VALUES (${publisherId}, ${key}, ${requestHash}, ${now})
    ON CONFLICT (publisher_id, key) DO UPDATE
      SET request_hash = excluded.request_hash, started_at = excluded.started_at, answer = NULL
      WHERE r.started_at <= ${before(now, keptMs)}
        OR (r.answer IS NULL AND r.started_at <= ${before(now, abandonedMs)} AND r.request_hash = excluded.request_hash)
    RETURNING 1`.execute(db);
  if (rows.length > 0) return { kind: "new" };
  const known = await rowOf(db, input).select(["request_hash", "answer"]).executeTakeFirst();
  if (known === undefined) return { kind: "running" };
  if (!known.request_hash.equals(requestHash)) return { kind: "different" };
  return known.answer === null ? { kind: "running" } : { kind: "answered", answer: box.open(known.answer) };
}

/** Keeps the answer of a write that began, sealed; null forgets the write, so that it may be tried again. */
export async function endIdempotentRequest(
  db: Db,
  box: SecretBox,
  input: IdempotentRequest & { readonly answer: string | null },
): Promise<void> {
  const { publisherId, key, answer } = input;
  if (answer === null) {
    await db
      .deleteFrom("idempotent_requests")
      .where("publisher_id", "=", publisherId)
      .where("key", "=", key)
      .execute();
    return;
  }
  await db
    .updateTable("idempotent_requests")
    .set({ answer: box.seal(answer) })
    .where("publisher_id", "=", publisherId)
    .where("key", "=", key)
    .execute();
}

function rowOf(db: Db, { publisherId, key }: IdempotentRequest) {
  return db.selectFrom("idempotent_requests").where("publisher_id", "=", publisherId).where("key", "=", key);
}

function before(now: Date, ms: number): Date {
  return new Date(now.getTime() - ms);
}

/** Forgets the writes whose keys mean nothing any more. */
export async function purgeIdempotentRequests(db: Db, now: Date): Promise<void> {
  await db.deleteFrom("idempotent_requests").where("started_at", "<=", before(now, keptMs)).execute();
}
