import type { EndpointRow } from "../endpoints/endpoint-row.ts";
import type { Db } from "../schema/database.ts";
import { inTransaction, type Store } from "../schema/open-store.ts";
import type { SecretBox } from "./open-secret-box.ts";

const rowsAtATime = 200;

/**
 * Seals with the box's first key whatever another of its keys had sealed: URLs and secrets of endpoints, and answers kept
 * for repeated requests. Gives how many rows it changed. Some at a time, beside running services, which have the same
 * keys; afterwards the older ones may be taken away.
 */
export async function resealSecrets(store: Store, box: SecretBox): Promise<number> {
  return (await resealEndpoints(store, box)) + (await resealAnswers(store, box));
}

async function resealEndpoints(store: Store, box: SecretBox): Promise<number> {
  let changed = 0;
  for (let after: string | null = null; ; ) {
    const rows: readonly EndpointRow[] = await inTransaction(store, async (tx) => {
      const page = await tx
        .selectFrom("endpoints")
        .selectAll()
        .$if(after !== null, (query) => query.where("id", ">", after ?? ""))
        .orderBy("id")
        .limit(rowsAtATime)
        .forUpdate()
        .execute();
      for (const row of page) if (await resealEndpoint(tx, box, row)) changed += 1;
      return page;
    });
    after = rows.at(-1)?.id ?? null;
    if (rows.length < rowsAtATime) return changed;
  }
}

async function resealEndpoint(tx: Db, box: SecretBox, row: EndpointRow): Promise<boolean> {
  const sealed = [row.url, row.secret, row.previous_secret];
  if (sealed.every((one) => one === null || box.isCurrent(one))) return false;
  await tx
    .updateTable("endpoints")
    .set({
      url: box.seal(box.open(row.url)),
      secret: row.secret && box.seal(box.open(row.secret)),
      previous_secret: row.previous_secret && box.seal(box.open(row.previous_secret)),
    })
    .where("id", "=", row.id)
    .execute();
  return true;
}

/** Answers are kept for a day only, so there are few. */
async function resealAnswers(store: Store, box: SecretBox): Promise<number> {
  return inTransaction(store, async (tx) => {
    const rows = await tx
      .selectFrom("idempotent_requests")
      .select(["publisher_id", "key", "answer"])
      .where("answer", "is not", null)
      .forUpdate()
      .execute();
    const stale = rows.filter(({ answer }) => answer !== null && !box.isCurrent(answer));
    for (const { publisher_id, key, answer } of stale) {
      await tx
        .updateTable("idempotent_requests")
        .set({ answer: answer && box.seal(box.open(answer)) })
        .where("publisher_id", "=", publisher_id)
        .where("key", "=", key)
        .execute();
    }
    return stale.length;
  });
}
