import { Problem } from "./problem.ts";

/** What a list route was asked for. */
export interface PageQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** What the store is asked for: one entry more than the page holds, which tells whether there is another page. */
export interface StorePage {
  readonly limit: number;
  readonly after?: string;
}

/** One page as it is sent. */
export interface RenderedPage<T> {
  readonly items: T[];
  readonly next: string | null;
}

const cursorVersion = "1:";

/** The store's page for a query. `idMatcher` is what the list's ids look like: a forged cursor must not reach the store. */
export function storePageOf(query: PageQuery, idMatcher: RegExp): StorePage {
  const limit = query.limit + 1;
  if (query.cursor === undefined) return { limit };
  const text = Buffer.from(query.cursor, "base64url").toString("utf8");
  const after = text.slice(cursorVersion.length);
  if (!text.startsWith(cursorVersion) || !idMatcher.test(after)) {
    throw new Problem("invalid-fields", "cursor is not one that this list gave out.", {
      errors: [
        { path: "cursor", message: "pass the `next` of the page before as it is, or leave cursor out" },
      ],
    });
  }
  return { limit, after };
}

/** Renders what the store gave for `storePageOf`. */
export function renderPage<Row, Item extends { readonly id: string }>(
  query: PageQuery,
  rows: readonly Row[],
  render: (row: Row) => Item,
): RenderedPage<Item> {
  return renderPageBy(query, rows, render, ({ id }) => id);
}

/** As `renderPage`, for items that are ordered by something else than their id. */
export function renderPageBy<Row, Item>(
  query: PageQuery,
  rows: readonly Row[],
  render: (row: Row) => Item,
  keyOf: (item: Item) => string,
): RenderedPage<Item> {
  const items = rows.slice(0, query.limit).map(render);
  const last = items.at(-1);
  const hasMore = rows.length > query.limit && last !== undefined;
  return { items, next: hasMore ? encodeCursor(keyOf(last)) : null };
}

function encodeCursor(id: string): string {
  return Buffer.from(`${cursorVersion}${id}`, "utf8").toString("base64url");
}

/** What ids look like, for cursors. */
export const idMatchers = {
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  row: /^[1-9]\d{0,17}$/,
  deadline: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\/[1-9]\d{0,17}$/,
  instant: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
  /** A standing and an id: a place in the list of feeds with the worst first. */
  standingPlace:
    /^(unprobed|healthy|inconclusive|degraded|unreachable):([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/,
  certificateEnd: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\/[0-9A-F:]{95}$/,
} as const;
