import { type InfiniteData, type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { Feed } from "./feeds.ts";
import type { Incident } from "./incidents.ts";
import { sessionQuery } from "./session.ts";
import type { Delivery } from "./webhooks.ts";

/** Whether changes arrive as they happen. */
export type LiveState = "connecting" | "live" | "lost";

type LiveItem =
  | { readonly event: "feed"; readonly data: Feed }
  | { readonly event: "incident"; readonly data: Incident }
  | { readonly event: "delivery"; readonly data: Delivery };

type Pages<Item> = InfiniteData<{ readonly items: readonly Item[]; readonly next: string | null }>;

/** Listens to `/v1/events` while somebody is signed in, and keeps what was loaded up to date by it. */
export function useLiveEvents(): LiveState {
  const client = useQueryClient();
  const [state, setState] = useState<LiveState>("connecting");
  useEffect(() => {
    const source = new EventSource("/v1/events");
    const apply = (item: LiveItem) => applyChange(client, item);
    source.addEventListener("open", () => setState("live"));
    source.addEventListener("error", () => {
      setState("lost");
      // The browser comes back by itself, unless it was refused: then the session may be over.
      if (source.readyState === EventSource.CLOSED) void client.invalidateQueries(sessionQuery);
    });
    source.addEventListener("snapshot", ({ data }) => {
      const { items } = JSON.parse(data) as { items: readonly LiveItem[] };
      items.forEach(apply);
    });
    for (const event of ["feed", "incident", "delivery"] as const)
      source.addEventListener(event, ({ data }) => apply({ event, data: JSON.parse(data) }));
    return () => source.close();
  }, [client]);
  return state;
}

/** Puts one change where it was loaded before; a list that should have it and has not loads again. */
function applyChange(client: QueryClient, { event, data }: LiveItem): void {
  switch (event) {
    case "feed":
      applyFeed(client, data);
      break;
    case "incident":
      placeInLists(client, { list: "incidents", item: data, isWanted: ([, state]) => state === data.state });
      for (const list of ["incident", "timeline", "suffering"])
        void client.invalidateQueries({ queryKey: [list, data.id] });
      break;
    case "delivery":
      placeInLists(client, {
        list: "deliveries",
        item: data,
        isWanted: ([, endpointId]) => endpointId === data.endpointId,
      });
      break;
  }
}

/** A feed that stands otherwise, or is new, changes the counts, and lists that they then show to have changed. */
function applyFeed(client: QueryClient, feed: Feed): void {
  const before = client.getQueryData<Feed>(["feed", feed.id]);
  client.setQueryData<Feed>(["feed", feed.id], (known) => known && feed);
  let listed: Feed | undefined = before;
  for (const { queryKey, state } of client.getQueryCache().findAll({ queryKey: ["feeds"] })) {
    // Every query of this list is an infinite one of such pages.
    const data = state.data as Pages<Feed> | undefined;
    const known = data?.pages.flatMap(({ items }) => items).find(({ id }) => id === feed.id);
    if (data === undefined || known === undefined) continue;
    listed = known;
    client.setQueryData(queryKey, replaceItem(data, feed));
  }
  if (listed?.standing !== feed.standing) void client.invalidateQueries({ queryKey: ["feed-summary"] });
}

interface Placement<Item> {
  readonly list: string;
  readonly item: Item;
  /** Whether a list, by the key of its query, should have the item. */
  readonly isWanted: (queryKey: readonly unknown[]) => boolean;
}

function placeInLists<Item extends { readonly id: string }>(
  client: QueryClient,
  { list, item, isWanted }: Placement<Item>,
): void {
  for (const { queryKey, state } of client.getQueryCache().findAll({ queryKey: [list] })) {
    // Every query of these lists is an infinite one of such pages.
    const data = state.data as Pages<Item> | undefined;
    const isThere = data?.pages.some(({ items }) => items.some(({ id }) => id === item.id)) === true;
    if (isThere && isWanted(queryKey)) client.setQueryData(queryKey, replaceItem(data, item));
    else if (isThere !== isWanted(queryKey)) void client.invalidateQueries({ queryKey, exact: true });
  }
}

function replaceItem<Item extends { readonly id: string }>(data: Pages<Item>, item: Item): Pages<Item> {
  const replace = (one: Item) => (one.id === item.id ? item : one);
  return { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.map(replace) })) };
}
