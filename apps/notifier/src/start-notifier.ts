import { readFile } from "node:fs/promises";
import { openTrustStore } from "@earshot/certificate";
import type { Egress } from "@earshot/egress";
import { endDueDrills, remindPublishers, tellDigests } from "@earshot/incident";
import type { Queue } from "@earshot/queue";
import {
  type Env,
  type Logger,
  type Loop,
  type Metrics,
  openScope,
  type Scope,
  startLoop,
} from "@earshot/runtime";
import {
  countEmailEndpoints,
  hintChannels,
  inTransaction,
  relayNotices,
  type SecretBox,
  type Store,
  watchOlderEndpoints,
} from "@earshot/storage";
import type { MadeAttempt } from "./attempt-delivery.ts";
import { deliverNotices } from "./deliver-notices.ts";
import { type Mailer, openMailer } from "./mail/open-mailer.ts";
import { openBatcher } from "./open-batcher.ts";
import { deliveryChannels, type Planned, planDeliveries } from "./plan-deliveries.ts";
import { type AttemptMade, recordMadeAttempts } from "./record-made-attempts.ts";

/** What the notifier runs on. */
export interface NotifierDeps {
  readonly store: Store;
  readonly queue: Queue;
  /** The door for webhooks, whose guard allows what EARSHOT_WEBHOOK_ALLOW_ADDRESSES names. */
  readonly egress: Pick<Egress, "exchange">;
  readonly box: SecretBox;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly clock: () => Date;
  readonly env: Pick<Env, "leaseMs" | "smtpUrl" | "mailFrom" | "publicUrl" | "extraCaFile">;
  /** For one attempt at a webhook; 15 s when left out. */
  readonly webhookDeadlineMs?: number;
}

/** A running notifier. */
export interface Notifier {
  readonly loops: readonly Loop[];
  close(): Promise<void>;
}

const lookEveryMs = 500;
const drillsEveryMs = 1_000;
const remindEveryMs = 15_000;
const digestsEveryMs = 60_000;
const olderEveryMs = 60 * 60_000;
/** However fast places at endpoints come free, planning waits this long between two rounds. */
const planFloorMs = 50;
const noticesPerRound = 200;
/** Attempts recorded in one transaction at most. */
const recordedAtOnceMax = 200;

/** Starts relaying notices into deliveries, claiming those that are due, and attempting them. */
export async function startNotifier(deps: NotifierDeps): Promise<Notifier> {
  const { store, queue, log, clock } = deps;
  const { leaseMs } = deps.env;
  const scope = openScope({ log });
  const onError = (error: unknown) =>
    log.error({ err: error }, "the notifier met a fault of ours, trying again");
  const measures = buildMeasures(deps.metrics);
  const mailer = await openOwnMailer(scope, deps);
  const publicUrl = deps.env.publicUrl ?? null;
  let isWaitedFor = false;
  let plannedAt = 0;
  const record = { store, log, clock, onAttempt: measures.onAttempt };
  const recorder = openBatcher<MadeAttempt>(
    async (made) => {
      await recordMadeAttempts(record, made);
      // An endpoint's place is free again.
      if (isWaitedFor && performance.now() - plannedAt >= planFloorMs) void plan.wake();
    },
    { batchMax: recordedAtOnceMax },
  );
  const deliver = { ...deps, leaseMs, mailer, publicUrl, random: Math.random, recorder };
  for (const { job } of deliveryChannels) {
    await scope.open(
      job,
      queue.work(job, (payload) => deliverNotices(deliver, payload)),
    );
  }
  const plan: Loop = await scope.open(
    "delivery planner",
    startLoop({
      name: "delivery planner",
      intervalMs: (planned: Planned) => (planned.isFull ? 0 : lookEveryMs),
      clock,
      onError,
      run: async () => {
        const planned = await planDeliveries({ store, queue, clock, leaseMs });
        isWaitedFor = planned.hasMore;
        plannedAt = performance.now();
        return planned;
      },
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
  const stories = await tellStories(scope, deps, onError);
  const older = await watchOlder(scope, deps, onError);
  await scope.open(
    "hints",
    store.listen({
      [hintChannels.notices]: () => void relay.wake(),
      [hintChannels.deliveries]: () => void plan.wake(),
    }),
  );
  return { loops: [relay, plan, ...stories, older], close: () => scope.close() };
}

/** The loops that go on telling what has begun: the ends of drills, reminders of what is open, and digests of the week. */
async function tellStories(
  scope: Scope,
  { store, clock }: NotifierDeps,
  onError: (error: unknown) => void,
): Promise<readonly Loop[]> {
  const stories = [
    { name: "drills", intervalMs: drillsEveryMs, tell: endDueDrills },
    { name: "reminders", intervalMs: remindEveryMs, tell: remindPublishers },
    // Few at a time, so that a transaction stays short: after any there may be more.
    { name: "digests", intervalMs: (told: number) => (told > 0 ? 0 : digestsEveryMs), tell: tellDigests },
  ];
  const loops: Loop[] = [];
  for (const { name, intervalMs, tell } of stories) {
    const run = () => inTransaction(store, (tx) => tell(tx, clock()));
    loops.push(await scope.open(name, startLoop({ name, intervalMs, clock, onError, run })));
  }
  return loops;
}

/** Has the hosts of webhooks watched that were made before that was done, at once and in case an older release makes more. */
function watchOlder(
  scope: Scope,
  { store, box, log, clock }: NotifierDeps,
  onError: (error: unknown) => void,
): Promise<Loop> {
  const run = async () => {
    const { known, sealed } = await watchOlderEndpoints(store, box, clock());
    if (known > 0) log.info({ webhooks: known }, "the hosts of older webhooks are watched from now on");
    const advice =
      "webhooks cannot be opened with any key of EARSHOT_SECRET_KEY: their hosts are not watched";
    if (sealed > 0) log.error({ webhooks: sealed }, advice);
  };
  const loop = startLoop({ name: "older webhooks", intervalMs: olderEveryMs, clock, onError, run });
  return scope.open("older webhooks", loop);
}

async function relayRound(store: Store, now: Date): Promise<number> {
  const { notices } = await inTransaction(store, (tx) => relayNotices(tx, { limit: noticesPerRound, now }));
  return notices;
}

/** The mailer over SMTP_URL; without one it is said once if somebody waits for mail. */
async function openOwnMailer(scope: Scope, { env, store, log }: NotifierDeps): Promise<Mailer | null> {
  if (env.smtpUrl === undefined) {
    const addresses = await countEmailEndpoints(store.db);
    const advice = "publishers have e-mail addresses, but no mail can be sent: set SMTP_URL";
    if (addresses > 0) log.warn({ addresses }, advice);
    return null;
  }
  const extraPem = env.extraCaFile === undefined ? [] : [await readFile(env.extraCaFile, "utf8")];
  const { pems: ca } = openTrustStore({ extraPem });
  const mailer = openMailer({ url: env.smtpUrl, from: env.mailFrom, ca });
  scope.onClose("mailer", mailer.close);
  return mailer;
}

function buildMeasures(metrics: Metrics) {
  const attempts = metrics.counter({
    name: "earshot_delivery_attempts_total",
    help: "Attempts at deliveries, by channel and the state that they left the delivery in.",
    labelNames: ["channel", "state"],
  });
  const duration = metrics.histogram({
    name: "earshot_delivery_duration_seconds",
    help: "Time of one attempt at a delivery, by channel.",
    labelNames: ["channel"],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15],
  });
  // A rate needs a zero to begin with.
  for (const channel of ["webhook", "email"] as const) {
    for (const state of ["pending", "delivered", "failed", "cancelled"] as const)
      attempts.inc({ channel, state }, 0);
  }
  return {
    onAttempt({ channel, state, durationMs }: AttemptMade) {
      attempts.inc({ channel, state });
      duration.observe({ channel }, durationMs / 1_000);
    },
  };
}
