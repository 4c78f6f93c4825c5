import { createTestDatabase } from "@earshot/test-servers";
import { afterAll } from "vitest";
import {
  createPublisher,
  inTransaction,
  openStore,
  registerFeed,
  type Store,
  type StoreOptions,
} from "../src/index.ts";

/** A logger that says nothing. */
export const quietLog: StoreOptions["log"] = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
};

/** A store on a fresh database, both gone after the test file. */
export async function openTestStore(): Promise<Store & { readonly url: string }> {
  const database = await createTestDatabase();
  const store = openStore({ url: database.url, log: quietLog, poolMax: 10 });
  afterAll(async () => {
    await store.close();
    await database.close();
  });
  return { ...store, url: database.url };
}

/** A publisher with one registered feed. */
export async function registerTestFeed(store: Store, url: string, now: Date) {
  const { id: publisherId } = await createPublisher(store.db, { name: "Somebody", now });
  const { subscription } = await inTransaction(store, (tx) => registerFeed(tx, { publisherId, url, now }));
  return { publisherId, subscription, feedId: subscription.feedId };
}

/** `base` plus some milliseconds. */
export function later(base: Date, ms: number): Date {
  return new Date(base.getTime() + ms);
}
