import { createHash, randomBytes, randomUUIDv7 } from "node:crypto";
import type { Selectable } from "kysely";
import type { Db } from "../schema/database.ts";
import type { Page } from "../schema/page.ts";
import type { EvidenceTables } from "./tables.ts";

/** A link as stored: its token is not. */
export type EvidenceLink = Omit<Selectable<EvidenceTables["evidence_links"]>, "token_hash">;

const columns = ["id", "incident_id", "publisher_id", "created_at", "expires_at", "opened_at"] as const;
const tokenBytes = 32;

/** Makes a link to the evidence of an incident as a publisher sees it. The token is shown this once. */
export async function createEvidenceLink(
  db: Db,
  input: {
    readonly incidentId: string;
    readonly publisherId: string;
    readonly expiresAt: Date;
    readonly now: Date;
  },
): Promise<{ readonly link: EvidenceLink; readonly token: string }> {
  const token = randomBytes(tokenBytes).toString("base64url");
  const link = await db
    .insertInto("evidence_links")
    .values({
      id: randomUUIDv7(),
      incident_id: input.incidentId,
      publisher_id: input.publisherId,
      token_hash: hashToken(token),
      created_at: input.now,
      expires_at: input.expiresAt,
      opened_at: null,
    })
    .returning(columns)
    .executeTakeFirstOrThrow();
  return { link, token };
}

/** The live link of a token, noted as opened; undefined when it was revoked, has ended, or never was. */
export function openEvidenceLink(db: Db, token: string, now: Date): Promise<EvidenceLink | undefined> {
  return db
    .updateTable("evidence_links")
    .set({ opened_at: now })
    .where("token_hash", "=", hashToken(token))
    .where("expires_at", ">", now)
    .returning(columns)
    .executeTakeFirst();
}

/** One page of a publisher's links to an incident, oldest first, as far as they hold. */
export function listEvidenceLinks(
  db: Db,
  listing: Page & { readonly incidentId: string; readonly publisherId: string; readonly now: Date },
): Promise<readonly EvidenceLink[]> {
  const { incidentId, publisherId, now, after, limit } = listing;
  return db
    .selectFrom("evidence_links")
    .select(columns)
    .where("incident_id", "=", incidentId)
    .where("publisher_id", "=", publisherId)
    .where("expires_at", ">", now)
    .$if(after !== undefined, (query) => query.where("id", ">", after ?? ""))
    .orderBy("id")
    .limit(limit)
    .execute();
}

/** Revokes a link at once; false when there is none. `owner` null means any publisher's, for ops. */
export async function revokeEvidenceLink(
  db: Db,
  { id, owner }: { readonly id: string; readonly owner: string | null },
): Promise<boolean> {
  const deleted = await db
    .deleteFrom("evidence_links")
    .where("id", "=", id)
    .$if(owner !== null, (query) => query.where("publisher_id", "=", owner ?? ""))
    .executeTakeFirst();
  return deleted.numDeletedRows > 0n;
}

function hashToken(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}
