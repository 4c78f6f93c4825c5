import type { Database, Db } from "./database.ts";

/** Tables of which a row is changed by whoever has seen it as it is. */
export type LockableTable = keyof Database & ("subscriptions" | "endpoints" | "silences" | "publishers");

/**
 * Keeps everybody else from changing a row until the transaction ends, so that what is read of it now still holds when
 * it is written. A row that is not there is no row to keep. Must run inside a transaction.
 */
export async function lockRow(tx: Db, table: LockableTable, id: string): Promise<void> {
  await tx.selectFrom(table).select("id").where("id", "=", id).forNoKeyUpdate().execute();
}
