import { readFile } from "node:fs/promises";
import { openTrustStore } from "@earshot/certificate";
import type { Egress } from "@earshot/egress";
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
  claimDue,
  countEmailEndpoints,
  hintChannels,
  inTransaction,
  relayNotices,
  type SecretBox,
  type Store,
} from "@earshot/storage";
import { type AttemptMade, deliverNotice } from "./deliver-notice.ts";
import { type Mailer, openMailer } from "./mail/open-mailer.ts";

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
  readonly env: Pick<Env, "leaseMs" | "smtpUrl" | "mailFrom" | "publicUrl" | "extraCaFile">;
}

/** A running notifier. */
export interface Notifier {
  readonly loops: readonly Loop[];
  close(): Promise<void>;
}

const lookEveryMs = 500;
const noticesPerRound = 200;
/** Deliveries beyond `waitingMax` in a queue stay in the store, where they cost nothing. */
const channels = [
  { lane: "hot", job: "notice.deliver", perRoundMax: 200, waitingMax: 1_000 },
  { lane: "ordinary", job: "notice.mail", perRoundMax: 50, waitingMax: 50 },
] as const;

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
  const deliver = { ...deps, leaseMs, mailer, publicUrl, random: Math.random, onAttempt: measures.onAttempt };
  for (const { job } of channels) {
    await scope.open(
      job,
      queue.work(job, (payload) => deliverNotice(deliver, payload)),
    );
  }
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

async function planDeliveries(deps: NotifierDeps): Promise<void> {
  for (const channel of channels) await planChannel(deps, channel);
}

/** Claims the deliveries of one channel that are due and queues one job for each. */
async function planChannel(
  { store, queue, clock, env }: NotifierDeps,
  { lane, job, perRoundMax, waitingMax }: (typeof channels)[number],
): Promise<void> {
  const { waiting } = await queue.counts(job);
  const limit = Math.min(perRoundMax, waitingMax - waiting);
  if (limit <= 0) return;
  const request = { kind: "delivery", lane, limit, leaseMs: env.leaseMs, now: clock() } as const;
  const claim = await claimDue(store.db, request);
  const { claimId } = claim;
  await queue.enqueueMany(
    job,
    claim.subjects.map(({ id }) => ({ payload: { claimId, deliveryId: id }, jobId: `${claimId}-${id}` })),
  );
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
  return {
    onAttempt({ channel, state, durationMs }: AttemptMade) {
      attempts.inc({ channel, state });
      duration.observe({ channel }, durationMs / 1_000);
    },
  };
}
