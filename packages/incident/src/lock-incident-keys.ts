import { type Db, lockIncidentKey } from "@earshot/storage";

/** Hosts first: whoever holds a host's key may go on to those of the feeds on it. */
const ranks: Readonly<Record<string, number>> = { host: 0, certificate: 1, feed: 2 };

/** Takes the locks of incidents' keys, in one order for everybody. */
export async function lockIncidentKeys(tx: Db, keys: Iterable<string>): Promise<void> {
  const ordered = [...new Set(keys)].sort(
    (one, other) => rankOf(one) - rankOf(other) || (one < other ? -1 : 1),
  );
  for (const key of ordered) await lockIncidentKey(tx, key);
}

function rankOf(key: string): number {
  return ranks[key.slice(0, key.indexOf(":"))] ?? 0;
}
