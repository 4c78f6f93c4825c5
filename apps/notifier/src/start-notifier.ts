import type { Egress } from "@earshot/egress";
import type { Queue } from "@earshot/queue";
import { type Logger, type Loop, type Metrics, openScope, startLoop } from "@earshot/runtime";
import {
  claimDue,
  hintChannels,
  inTransaction,
  relayNotices,
  type SecretBox,
  type Store,
} from "@earshot/storage";
import { deliverNotice, deliveryLeaseMs } from "./deliver-notice.ts";

/** What the notifier runs on. */
export interface NotifierDeps {
  readonly store: Store;
  readonly queue: Queue;
  /** The door for webhooks, whose guard allows what EARSHOT_WEBHOOK_ALLOW_ADDRESSES names. */
  readonly egress: Egress;
  readonly box: SecretBox;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly clock: () => Date;
}

/** A running notifier. */
export interface Notifier {
  readonly loops: readonly Loop[];
  close(): Promise<void>;
}

const lookEveryMs = 500;
const noticesPerRound = 200;
const deliveriesPerRound = 200;
/** Deliveries beyond this many waiting in the queue stay in the store, where they cost nothing. */
const waitingMax = 1_000;

/** Starts relaying notices into deliveries, claiming those that are due, and attempting them. */
export async function startNotifier(deps: NotifierDeps): Promise<Notifier> {
  const { store, queue, log, clock } = deps;
  const scope = openScope({ log });
  const onError = (error: unknown) =>
    log.error({ err: error }, "the notifier met a fault of ours, trying again");
  const measures = buildMeasures(deps.metrics);
  await scope.open(
    "deliveries",
    queue.work("notice.deliver", (payload) =>
      deliverNotice({ ...deps, random: Math.random, onAttempt: measures.onAttempt }, payload),
    ),
  );
  const plan = await scope.open(
    "delivery planner",
    startLoop({
      name: "delivery planner",
      intervalMs: lookEveryMs,
      clock,
      onError,
      run: () => planDeliveries(deps),
    }),
  );
  const relay = await scope.open(
    "relay",
    startLoop({
      name: "relay",
      // A full round means that more are waiting.
      intervalMs: (notices: number) => (notices === noticesPerRound ? 0 : lookEveryMs),
      clock,
      onError,
      run: () => relayRound(store, clock()),
    }),
  );
  await scope.open(
    "hints",
    store.listen({
      [hintChannels.notices]: () => void relay.wake(),
      [hintChannels.deliveries]: () => void plan.wake(),
    }),
  );
  return { loops: [relay, plan], close: () => scope.close() };
}

async function relayRound(store: Store, now: Date): Promise<number> {
  const { notices } = await inTransaction(store, (tx) => relayNotices(tx, { limit: noticesPerRound, now }));
  return notices;
}

/** Claims the deliveries that are due and queues one job for each. */
async function planDeliveries({ store, queue, clock }: NotifierDeps): Promise<void> {
  const { waiting } = await queue.counts("notice.deliver");
  const limit = Math.min(deliveriesPerRound, waitingMax - waiting);
  if (limit <= 0) return;
  const claim = await claimDue(store.db, { kind: "delivery", limit, leaseMs: deliveryLeaseMs, now: clock() });
  const { claimId } = claim;
  await queue.enqueueMany(
    "notice.deliver",
    claim.subjects.map(({ id }) => ({ payload: { claimId, deliveryId: id }, jobId: `${claimId}-${id}` })),
  );
}

function buildMeasures(metrics: Metrics) {
  const attempts = metrics.counter({
    name: "earshot_delivery_attempts_total",
    help: "Attempts at webhook deliveries, by the state that they left the delivery in.",
    labelNames: ["state"],
  });
  const duration = metrics.histogram({
    name: "earshot_delivery_duration_seconds",
    help: "Time of one attempt at a webhook delivery.",
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15],
  });
  return {
    onAttempt({ state, durationMs }: { readonly state: string; readonly durationMs: number }) {
      attempts.inc({ state });
      duration.observe(durationMs / 1_000);
    },
  };
}
