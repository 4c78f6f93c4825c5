import { z } from "zod";
import { type Backoff, doubling } from "./backoff.ts";

/** Everything the queue knows about one kind of job. */
export interface JobSpec {
  /** What a job carries: ids only, since the store is the truth. */
  readonly payload: z.ZodType<object>;
  /** How often a job is tried when its handler throws, which means a fault of ours. */
  readonly attemptsMax: number;
  readonly backoff: Backoff;
  /** Jobs at once in one worker, unless the worker says otherwise. */
  readonly concurrency: number;
  /** How long a silent worker keeps a job; a live one renews its hold at half that time. */
  readonly lockMs: number;
  /** How often workers look for jobs whose hold has lapsed. */
  readonly stalledIntervalMs: number;
}

/** Most subjects in one job: beyond 50 the queue's cost no longer matters, and a lost job would cost more. */
export const batchSizeMax = 50;

const claimId = z.uuid();
const rowId = z.int().positive();
const rowIds = z.array(rowId).min(1).max(batchSizeMax);

const FeedCrawl = z.strictObject({ claimId, feedIds: rowIds });
const EnclosureProbe = z.strictObject({ claimId, mediaIds: rowIds });
const HostCheck = z.strictObject({ claimId, hostIds: rowIds });
const NoticeDelivery = z.strictObject({ claimId, deliveryIds: rowIds });

// Three retries within 15 s: a claim's lease is shorter than anything longer would be good for, and what is given up
// here becomes due again in the store.
const retried = { attemptsMax: 4, backoff: doubling({ firstMs: 1_000, maxMs: 10_000 }) };
const patient = { lockMs: 30_000, stalledIntervalMs: 15_000 };
const prompt = { lockMs: 10_000, stalledIntervalMs: 5_000 };

/**
 * Every job there is. Confirmations have queues of their own instead of a priority: a priority orders what waits, but
 * a sweep's batches hold every slot of a worker for up to a minute, and only slots of its own keep a confirmation
 * from waiting for one. What hung when it was last looked at has queues of its own for the same reason: whoever has a
 * thousand hanging hosts waits for them alone. It also lets ops see, pause and empty them apart, and works alike on both engines.
 */
export const jobs = {
  /** Fetch feeds and sync their episodes. */
  "feed.crawl": { payload: FeedCrawl, concurrency: 16, ...retried, ...patient },
  /** Fetch feeds that hung when they were last fetched: they must not hold up those that do not. */
  "feed.slow": { payload: FeedCrawl, concurrency: 16, ...retried, ...patient },
  /** Probe enclosures: hot ones alone, a sweep in batches. */
  "enclosure.probe": { payload: EnclosureProbe, concurrency: 8, ...retried, ...patient },
  /** Probe new episodes, suspects and members of open incidents. */
  "enclosure.confirm": { payload: EnclosureProbe, concurrency: 64, ...retried, ...prompt },
  /** Probe enclosures that hung when they were last looked at: they must not hold up those that do not. */
  "enclosure.slow": { payload: EnclosureProbe, concurrency: 16, ...retried, ...patient },
  /** Check the certificates of hosts. */
  "host.check": { payload: HostCheck, concurrency: 16, ...retried, ...patient },
  /** Check suspect hosts again, and hosts whose certificate has just passed a known deadline. */
  "host.confirm": { payload: HostCheck, concurrency: 32, ...retried, ...prompt },
  /** Check hosts that hung when they were last looked at. */
  "host.slow": { payload: HostCheck, concurrency: 32, ...retried, ...patient },
  /** Make one attempt at each of some deliveries; further attempts are rows in the store, never retries here. */
  "notice.deliver": { payload: NoticeDelivery, concurrency: 16, ...retried, ...prompt },
  /** The same at endpoints that failed lately, whose time-outs must not hold the slots of those that answer. */
  "notice.retry": { payload: NoticeDelivery, concurrency: 16, ...retried, ...prompt },
  /** The same for e-mail: all of it goes through one mail server, whose slowness must not hold up webhooks. */
  "notice.mail": { payload: NoticeDelivery, concurrency: 8, ...retried, ...prompt },
} satisfies Record<string, JobSpec>;

/** The name of a kind of job, and of its queue. */
export type JobName = keyof typeof jobs;

/** What a job of that kind carries. */
export type Payload<N extends JobName> = z.output<(typeof jobs)[N]["payload"]>;

/** Every kind of job. */
export const jobNames: readonly JobName[] = Object.keys(jobs).filter((name): name is JobName => name in jobs);
