import { randomBytes } from "node:crypto";
import type { NoticeType, WrittenNoticeType } from "@earshot/domain";
import {
  createEndpoint,
  createPublisher,
  insertNotices,
  inTransaction,
  openSecretBox,
  relayNotices,
  type Store,
} from "../src/index.ts";

export const box = openSecretBox([randomBytes(32)]);
export const now = new Date("2026-11-01T12:00:00.000Z");

/** A publisher with endpoints that want these types each (null wants all). */
export async function newReceiver(store: Store, wants: readonly (readonly NoticeType[] | null)[]) {
  const { id: publisherId } = await createPublisher(store.db, { name: "Receiver", now });
  const endpoints = [];
  for (const [n, types] of wants.entries()) {
    const url = new URL(`https://hooks.example/${n}`);
    endpoints.push(await createEndpoint(store.db, box, { publisherId, url, types, style: "standard", now }));
  }
  return { publisherId, endpoints };
}

/** Writes one notice, the same one when the key is the same. */
export function writeNotice(
  store: Store,
  notice: { publisherId: string; dedupeKey: string; type?: WrittenNoticeType; endpointId?: string },
): Promise<readonly string[]> {
  const { publisherId, dedupeKey, type = "incident.opened", endpointId = null } = notice;
  const row = {
    publisherId,
    incidentId: null,
    type,
    sequence: 1,
    occurredAt: now,
    payload: { summary: "It broke." },
    dedupeKey,
    endpointId,
  };
  return inTransaction(store, (tx) => insertNotices(tx, [row], now));
}

export function relay(store: Store, limit = 100) {
  return inTransaction(store, (tx) => relayNotices(tx, { limit, now }));
}
