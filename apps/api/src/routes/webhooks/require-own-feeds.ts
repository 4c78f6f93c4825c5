import { type Db, readSubscription } from "@earshot/storage";
import { Problem } from "../../http/problem.ts";

/** Throws a problem that names the first of these feeds which is not the publisher's own. */
export async function requireOwnFeeds(
  db: Db,
  feedIds: readonly string[] | null | undefined,
  publisherId: string,
): Promise<void> {
  for (const [index, id] of (feedIds ?? []).entries()) {
    if ((await readSubscription(db, { id, publisherId })) !== undefined) continue;
    const message = `There is no feed ${id} in this account.`;
    throw new Problem("invalid-fields", message, { errors: [{ path: `feedIds.${index}`, message }] });
  }
}
