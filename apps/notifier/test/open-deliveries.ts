import { randomBytes } from "node:crypto";
import type { NoticeType } from "@earshot/domain";
import { openGuardedEgress } from "@earshot/probe";
import { openScope } from "@earshot/runtime";
import {
  claimDueDeliveries,
  createEndpoint,
  createPublisher,
  insertNotices,
  inTransaction,
  listDeliveries,
  type NoticePayload,
  openSecretBox,
  openStore,
  readAttempts,
  readEndpoint,
  relayNotices,
  setPublisherEmail,
} from "@earshot/storage";
import { createTestDatabase } from "@earshot/test-servers";
import { pino } from "pino";
import { afterAll } from "vitest";
import type { MadeAttempt } from "../src/attempt-delivery.ts";
import { type DeliverDeps, deliverNotices } from "../src/deliver-notices.ts";
import { openBatcher } from "../src/open-batcher.ts";
import { deliveryChannels } from "../src/plan-deliveries.ts";
import { recordMadeAttempts } from "../src/record-made-attempts.ts";

const leaseMs = 60_000;

const log = pino({ level: "silent" });
const box = openSecretBox([randomBytes(32)]);

/** Deliveries on a database of their own, with a clock that the test moves. */
export type TestDeliveries = Awaited<ReturnType<typeof openDeliveries>>;

/** Opens a store, and a way out that may go to 127.0.0.1 only, for a test file. */
export async function openDeliveries() {
  const scope = openScope();
  afterAll(() => scope.close());
  const database = await scope.open("database", createTestDatabase());
  const store = await scope.open("store", openStore({ url: database.url, log, poolMax: 5 }));
  let now = new Date("2026-11-01T12:00:00.000Z");
  const clock = () => now;
  const guard = { resolve: [], connectTo: [], extraCa: [], clock };
  const egress = await scope.open(
    "egress",
    openGuardedEgress({ ...guard, allowAddresses: ["127.0.0.1/32"] }),
  );
  const { db } = store;
  let written = 0;
  const addWebhook = (publisherId: string, url: string) =>
    createEndpoint(db, box, { publisherId, url: new URL(url), types: null, style: "standard", now });

  return {
    store,
    databaseUrl: database.url,
    box,
    egress,
    log,
    clock,
    pass(ms: number) {
      now = new Date(now.getTime() + ms);
    },
    addWebhook,
    /** A publisher with webhooks at these URLs, and an e-mail address where one is given. */
    async newReceiver(urls: readonly string[], address: string | null = null) {
      const { id: publisherId } = await createPublisher(db, { name: "Receiver", now });
      const webhooks = [];
      for (const url of urls) webhooks.push(await addWebhook(publisherId, url));
      const email = await inTransaction(store, (tx) =>
        setPublisherEmail(tx, box, { publisherId, address, now }),
      );
      return { publisherId, webhooks, email };
    },
    /** Writes a notice and relays it; gives its id. */
    async notify(publisherId: string, payload: NoticePayload = { summary: "It broke." }) {
      const type: NoticeType = "incident.opened";
      const facts = { publisherId, incidentId: null, type, sequence: 1, occurredAt: now, payload };
      const notice = { ...facts, dedupeKey: `notice ${written++}` };
      const [id = ""] = await inTransaction(store, (tx) => insertNotices(tx, [notice], now));
      await this.relay();
      return id;
    },
    relay: () => inTransaction(store, (tx) => relayNotices(tx, { limit: 100, now })),
    /** Attempts everything that is due now, and gives how much that was. */
    async deliverDue(overrides: Partial<DeliverDeps> = {}) {
      const claims = [];
      for (const { lane } of deliveryChannels) {
        const request = { lane, limit: 100, leaseMs, now };
        claims.push(await inTransaction(store, (tx) => claimDueDeliveries(tx, request)));
      }
      const deps = {
        store,
        box,
        egress,
        clock,
        mailer: null,
        publicUrl: null,
        leaseMs,
        random: () => 0.5,
      };
      const record = { store, log, clock, onAttempt: () => {} };
      const recorder = openBatcher<MadeAttempt>((made) => recordMadeAttempts(record, made), {
        batchMax: 100,
      });
      for (const claimed of claims) await deliverNotices({ ...deps, recorder, ...overrides }, claimed);
      return claims.reduce((sum, { deliveryIds }) => sum + deliveryIds.length, 0);
    },
    /** The publisher's deliveries with their attempts, oldest first. */
    async deliveriesOf(publisherId: string) {
      const deliveries = await listDeliveries(db, { publisherId, limit: 100 });
      const attempts = await readAttempts(
        db,
        deliveries.map(({ id }) => id),
      );
      return deliveries.toReversed().map((delivery) => ({
        ...delivery,
        attempts: attempts.filter((one) => one.delivery_id === delivery.id),
      }));
    },
    async reset() {
      for (const table of ["publishers", "schedule"] as const) await db.deleteFrom(table).execute();
    },
    endpoint: (id: string) => readEndpoint(db, id, null),
  };
}
