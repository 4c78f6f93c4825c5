import type { ApiClient } from "../api-client.ts";

/** A feed of the account, as far as a drill needs it. */
export interface DrillFeed {
  readonly id: string;
  readonly url: string;
  readonly title: string | null;
}

/** The account's feed with this id or URL. @throws when it has none such. */
export async function findFeed(client: ApiClient, wanted: string): Promise<DrillFeed> {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(wanted)) {
    return feedOf(await client.get(`/v1/feeds/${wanted}`));
  }
  const href = URL.parse(wanted)?.href ?? wanted;
  for (let cursor = ""; ; ) {
    const page = await client.get(`/v1/feeds?limit=200${cursor}`);
    const found = itemsOf(page)
      .map(feedOf)
      .find(({ url }) => url === href);
    if (found !== undefined) return found;
    if (typeof page["next"] !== "string")
      throw new Error(`there is no feed ${wanted} in this account; register it first`);
    cursor = `&cursor=${encodeURIComponent(page["next"])}`;
  }
}

/** The items of a page of the API. */
export function itemsOf(page: Record<string, unknown>): readonly Record<string, unknown>[] {
  return page["items"] as readonly Record<string, unknown>[];
}

function feedOf(item: Record<string, unknown>): DrillFeed {
  const { id, url, title } = item;
  return { id: String(id), url: String(url), title: typeof title === "string" ? title : null };
}
