import type { Db } from "../schema/database.ts";
import { inTransaction, type Store } from "../schema/open-store.ts";
import { type SecretBox, SecretBoxError } from "../secret-box/open-secret-box.ts";
import type { EndpointRow } from "./endpoint-row.ts";
import { watchEndpointHost } from "./watch-endpoint-host.ts";

/** What became of webhooks whose hosts were not known. */
export interface OlderEndpoints {
  /** Webhooks whose hosts are watched from now on, or need not be, since their URLs are plain http. */
  readonly known: number;
  /** Webhooks whose URLs no key of the box opens: they stay as they are. */
  readonly sealed: number;
}

const rowsAtATime = 100;

/**
 * Has the hosts of webhooks watched that were made before hosts were kept beside their sealed URLs. Some at a time; several
 * processes share the work, and once it is done each start finds nothing to do.
 */
export async function watchOlderEndpoints(store: Store, box: SecretBox, now: Date): Promise<OlderEndpoints> {
  let [known, sealed] = [0, 0];
  for (let after: string | null = null; ; ) {
    const page: Page = await inTransaction(store, (tx) => watchPage(tx, box, { after, now }));
    if (page.last === null) return { known, sealed };
    known += page.known;
    sealed += page.rows - page.known;
    after = page.last;
  }
}

interface Page {
  readonly rows: number;
  readonly known: number;
  /** The id that the next page begins after; null when there is none. */
  readonly last: string | null;
}

async function watchPage(
  tx: Db,
  box: SecretBox,
  { after, now }: { readonly after: string | null; readonly now: Date },
): Promise<Page> {
  const rows = await readUnwatched(tx, after);
  let known = 0;
  for (const row of rows) if (await watch(tx, box, { row, now })) known += 1;
  return { rows: rows.length, known, last: rows.at(-1)?.id ?? null };
}

function readUnwatched(tx: Db, after: string | null): Promise<readonly EndpointRow[]> {
  return tx
    .selectFrom("endpoints")
    .selectAll()
    .where("secure", "is", null)
    .where("kind", "=", "webhook")
    .where("deleted_at", "is", null)
    .$if(after !== null, (query) => query.where("id", ">", after ?? ""))
    .orderBy("id")
    .limit(rowsAtATime)
    .forUpdate()
    .skipLocked()
    .execute();
}

async function watch(
  tx: Db,
  box: SecretBox,
  { row, now }: { readonly row: EndpointRow; readonly now: Date },
): Promise<boolean> {
  const url = openUrl(box, row);
  if (url === null) return false;
  const hostId = await watchEndpointHost(tx, url, now);
  await tx
    .updateTable("endpoints")
    .set({ host_id: hostId, secure: hostId !== null })
    .where("id", "=", row.id)
    .execute();
  return true;
}

function openUrl(box: SecretBox, row: EndpointRow): URL | null {
  try {
    return new URL(box.open(row.url));
  } catch (error) {
    if (error instanceof SecretBoxError) return null;
    throw error;
  }
}
