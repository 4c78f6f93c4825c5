import type { Db } from "../schema/database.ts";
import type { Page } from "../schema/page.ts";
import type { Publisher } from "./create-publisher.ts";

/** One account, or undefined. */
export async function readPublisher(db: Db, id: string): Promise<Publisher | undefined> {
  const row = await db.selectFrom("publishers").selectAll().where("id", "=", id).executeTakeFirst();
  return row && { id: row.id, name: row.name, email: row.email, createdAt: row.created_at };
}

/** One page of all accounts, newest first, for ops. */
export async function listPublishers(db: Db, page: Page): Promise<readonly Publisher[]> {
  const rows = await db
    .selectFrom("publishers")
    .selectAll()
    .$if(page.after !== undefined, (query) => query.where("id", "<", page.after ?? ""))
    .orderBy("id", "desc")
    .limit(page.limit)
    .execute();
  return rows.map((row) => ({ id: row.id, name: row.name, email: row.email, createdAt: row.created_at }));
}
