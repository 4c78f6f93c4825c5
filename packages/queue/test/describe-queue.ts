import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import {
  findRoom,
  type JobContext,
  type NewJob,
  openQueue,
  type Payload,
  type Queue,
  type QueueEngine,
  type QueueLog,
  type QueueWorker,
  readQueueGauges,
  type WorkerOptions,
} from "@earshot/queue";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

/** One engine to run the suite on: its real server behind a proxy that can break. */
export interface QueueHarness {
  readonly engine: QueueEngine;
  readonly prefix: string;
  /** Breaks every connection and refuses new ones. */
  cut(): Promise<void>;
  /** Lets connections be, but answers nothing. */
  stall(): void;
  restore(): Promise<void>;
  /** Loses every job, as FLUSHALL or a lost disk would. */
  empty(): Promise<void>;
  close(): Promise<void>;
}

interface Run {
  readonly payload: Payload<"enclosure.probe">;
  readonly context: JobContext;
}

const job = (mediaIds = [1], more: { jobId?: string; delayMs?: number } = {}): NewJob<"enclosure.probe"> => ({
  payload: { claimId: randomUUID(), mediaIds },
  jobId: `test-${randomUUID()}`,
  ...more,
});

const quickStall: WorkerOptions = { lockMs: 1_000, stalledIntervalMs: 300 };

/** Everything that the rest of Earshot relies on in a queue, to be true of every engine. */
export function describeQueue(kind: QueueEngine["kind"], openHarness: () => Promise<QueueHarness>): void {
  describe(`the queue on ${kind}`, () => {
    let harness: QueueHarness;
    let queue: Queue;
    let workers: QueueWorker[];
    let logged: { level: string; fields: object; message: string }[];
    let runs: Run[];

    const collect = (level: string) => (fields: object, message: string) =>
      logged.push({ level, fields, message });
    const log: QueueLog = {
      debug: collect("debug"),
      info: collect("info"),
      warn: collect("warn"),
      error: collect("error"),
    };
    let vantages: readonly string[] = [];
    const open = () =>
      openQueue({
        engine: harness.engine,
        prefix: harness.prefix,
        log,
        answerTimeoutMs: 500,
        vantages: async () => vantages,
      });
    const isIdle = async () => {
      const { waiting, active, delayed } = await queue.counts("enclosure.probe");
      return waiting + active + delayed === 0;
    };
    /** Starts a worker that notes what it runs, then does what the test says. */
    async function work(then: (run: Run) => Promise<void> | void = () => {}, options: WorkerOptions = {}) {
      const worker = await queue.work(
        "enclosure.probe",
        async (payload, context) => {
          runs.push({ payload, context });
          await then({ payload, context });
        },
        options,
      );
      workers.push(worker);
      return worker;
    }

    beforeEach(async () => {
      logged = [];
      runs = [];
      workers = [];
      vantages = [];
      harness = await openHarness();
      queue = await open();
    });

    afterEach(async () => {
      await harness.restore();
      await Promise.all(workers.map((worker) => worker.close()));
      await queue.close();
      await harness.close();
    });

    it("runs a job with its payload and leaves nothing behind", async () => {
      const added = job([7, 8]);
      await queue.enqueue("enclosure.probe", added);
      await work();
      await expect.poll(() => runs).toHaveLength(1);
      expect(runs[0]?.payload).toEqual(added.payload);
      expect(runs[0]?.context).toMatchObject({ jobId: added.jobId, attempt: 1 });
      await expect.poll(isIdle).toBe(true);
      expect((await queue.counts("enclosure.probe")).failed).toBe(0);
    });

    it("runs each of many jobs once, as many at once as it may", async () => {
      let active = 0;
      let activeMax = 0;
      await queue.enqueueMany(
        "enclosure.probe",
        Array.from({ length: 300 }, (_, index) => job([index + 1])),
      );
      await work(
        async () => {
          activeMax = Math.max(activeMax, ++active);
          await new Promise((resolve) => setImmediate(resolve));
          active--;
        },
        { concurrency: 16 },
      );
      await expect.poll(() => runs.length, { timeout: 20_000 }).toBe(300);
      await expect.poll(isIdle).toBe(true);
      expect(new Set(runs.map((run) => run.payload.mediaIds[0])).size).toBe(300);
      expect(activeMax).toBeGreaterThan(1);
      expect(activeMax).toBeLessThanOrEqual(16);
    });

    it("keeps the queues of different jobs apart", async () => {
      await queue.enqueue("enclosure.confirm", job());
      await queue.enqueue("enclosure.probe", job([2]));
      await work();
      await expect.poll(isIdle).toBe(true);
      expect(runs.map((run) => run.payload.mediaIds)).toEqual([[2]]);
      expect((await queue.counts("enclosure.confirm")).waiting).toBe(1);
    });

    it("keeps each vantage's jobs for its own workers, and counts them with all others", async () => {
      vantages = ["eu", "us-east.1"];
      await queue.enqueueMany("enclosure.probe", [job([1])], { vantage: "eu" });
      await queue.enqueueMany("enclosure.probe", [job([2]), job([3])], { vantage: "us-east.1" });
      await queue.enqueueMany("enclosure.probe", [job([4])], { vantage: null });
      expect((await queue.counts("enclosure.probe")).waiting).toBe(4);
      expect((await queue.counts("enclosure.probe", { vantage: "us-east.1" })).waiting).toBe(2);
      expect(await queue.waiting("enclosure.probe", { vantage: "us-east.1" })).toBe(2);
      expect(await queue.waiting("enclosure.probe")).toBe(1);
      const room = { job: "enclosure.probe", waitingMax: 2 } as const;
      expect(await findRoom(queue, { ...room, vantages })).toEqual([{ vantage: "eu", room: 1 }]);
      expect(await findRoom(queue, { ...room, vantages: ["eu"] })).toEqual([{ vantage: null, room: 1 }]);
      await work(() => {}, { vantage: "us-east.1" });
      await expect.poll(async () => (await queue.counts("enclosure.probe")).waiting).toBe(2);
      expect(runs.map((run) => run.payload.mediaIds[0]).sort()).toEqual([2, 3]);
      await work();
      await work(() => {}, { vantage: "eu" });
      await expect.poll(isIdle).toBe(true);
      expect(runs).toHaveLength(4);
    });

    it("runs a delayed job only when its time has come, also in a worker that was asleep", async () => {
      await work();
      const addedAt = Date.now();
      await queue.enqueue("enclosure.probe", job([1], { delayMs: 400 }));
      expect(await queue.counts("enclosure.probe")).toMatchObject({ delayed: 1, waiting: 0 });
      await expect.poll(() => runs, { timeout: 5_000 }).toHaveLength(1);
      expect(Date.now() - addedAt).toBeGreaterThanOrEqual(400);
    });

    it("tries a job again after a fault of ours", async () => {
      await queue.enqueue("enclosure.probe", job());
      await work(({ context }) => {
        if (context.attempt === 1) throw new Error("database away");
      });
      await expect.poll(() => runs.map((run) => run.context.attempt), { timeout: 5_000 }).toEqual([1, 2]);
      await expect.poll(isIdle).toBe(true);
      expect(logged).toContainEqual(
        expect.objectContaining({ level: "warn", message: "job failed, trying it again" }),
      );
    });

    it("fails a payload that does not parse for good, with a clear error, and never shows it to the handler", async () => {
      const raw = (await queue.boardQueues()).find(({ name }) => name === "enclosure.probe");
      await raw?.add("enclosure.probe", { claimId: "no uuid", mediaIds: [] }, { attempts: 3 });
      await work();
      await expect.poll(async () => (await queue.counts("enclosure.probe")).failed).toBe(1);
      expect(runs).toEqual([]);
      const [failed] = (await raw?.getFailed()) ?? [];
      expect(failed?.failedReason).toMatch(/^enclosure\.probe payload is invalid: claimId: .*; mediaIds: /);
      expect(logged).toContainEqual(
        expect.objectContaining({ level: "error", message: "job failed for good" }),
      );
    });

    it("refuses to add what it could not run", async () => {
      await expect(queue.enqueue("enclosure.probe", job([]))).rejects.toThrow(/mediaIds/);
      await expect(queue.enqueue("enclosure.probe", job([1], { jobId: "a:b" }))).rejects.toThrow(/job id/);
      await expect(queue.enqueue("enclosure.probe", job([1], { jobId: "12" }))).rejects.toThrow(/job id/);
      expect(await isIdle()).toBe(true);
    });

    it("takes a job id once while its job waits, and again after it has run", async () => {
      const added = job([5]);
      await queue.enqueue("enclosure.probe", added);
      await queue.enqueueMany("enclosure.probe", [added, added]);
      expect((await queue.counts("enclosure.probe")).waiting).toBe(1);
      await work();
      await expect.poll(isIdle).toBe(true);
      expect(runs).toHaveLength(1);
      await queue.enqueue("enclosure.probe", added);
      await expect.poll(() => runs).toHaveLength(2);
    });

    it("counts what waits, runs and is delayed, and how old the oldest is", async () => {
      expect(await queue.counts("enclosure.probe")).toEqual({
        waiting: 0,
        active: 0,
        delayed: 0,
        failed: 0,
        isPaused: false,
        oldestAgeMs: null,
      });
      const addedAt = Date.now();
      await queue.enqueue("enclosure.probe", job());
      await expect.poll(() => Date.now() - addedAt).toBeGreaterThan(60);
      await queue.enqueueMany("enclosure.probe", [job(), job([1], { delayMs: 60_000 })]);
      const waiting = await queue.counts("enclosure.probe");
      expect(waiting).toMatchObject({ waiting: 2, active: 0, delayed: 1 });
      expect(waiting.oldestAgeMs).toBeGreaterThan(50);
      const gauges = await readQueueGauges(queue);
      expect(gauges).toContainEqual({
        queue: "enclosure.probe",
        jobs: { waiting: 2, active: 0, delayed: 1, failed: 0 },
        oldestJobAgeSeconds: expect.toSatisfy((seconds: number) => seconds > 0.05 && seconds < 60),
      });

      const gate = Promise.withResolvers<void>();
      await work(() => gate.promise, { concurrency: 1 });
      await expect.poll(async () => (await queue.counts("enclosure.probe")).active).toBe(1);
      expect(await queue.counts("enclosure.probe")).toMatchObject({ waiting: 1, active: 1, delayed: 1 });
      gate.resolve();
      await expect.poll(() => runs).toHaveLength(2);
    });

    it("counts what has been done", async () => {
      await work();
      await queue.enqueueMany("enclosure.probe", [job(), job(), job()]);
      await expect.poll(async () => (await queue.throughput("enclosure.probe")).completedTotal).toBe(3);
      const { failedTotal, completedByMinute } = await queue.throughput("enclosure.probe");
      expect(failedTotal).toBe(0);
      expect(completedByMinute.every((count) => Number.isInteger(count))).toBe(true);
    });

    it("takes no further job while paused, and goes on when resumed", async () => {
      await work();
      await queue.pause("enclosure.probe");
      await queue.enqueueMany("enclosure.probe", [job(), job()]);
      const paused = await queue.counts("enclosure.probe");
      expect(paused).toMatchObject({ waiting: 2, active: 0, isPaused: true });
      expect(paused.oldestAgeMs).not.toBeNull();
      expect(await queue.waiting("enclosure.probe")).toBe(2);
      expect(runs).toEqual([]);
      await queue.resume("enclosure.probe");
      await expect.poll(() => runs).toHaveLength(2);
      expect((await queue.counts("enclosure.probe")).isPaused).toBe(false);
    });

    it("drains what waits and what is delayed", async () => {
      await queue.enqueueMany("enclosure.probe", [job(), job(), job([1], { delayMs: 60_000 })]);
      await queue.drain("enclosure.probe");
      expect(await isIdle()).toBe(true);
    });

    it("runs a job again when the process that had it was killed", async () => {
      await queue.enqueue("enclosure.probe", job());
      const script = fileURLToPath(new URL("./hold-job.ts", import.meta.url));
      const settings = JSON.stringify({ engine: harness.engine, prefix: harness.prefix, ...quickStall });
      const child = spawn(process.execPath, [script, settings], { stdio: ["ignore", "pipe", "inherit"] });
      try {
        const [text] = await once(child.stdout, "data");
        expect(String(text)).toContain("holding");
      } finally {
        const exited = once(child, "exit");
        child.kill("SIGKILL");
        await exited;
      }
      expect((await queue.counts("enclosure.probe")).active).toBe(1);
      await work(() => {}, quickStall);
      await expect.poll(() => runs, { timeout: 10_000 }).toHaveLength(1);
      expect(runs[0]?.context.attempt).toBe(1);
      expect(logged).toContainEqual(expect.objectContaining({ message: "job stalled, running it again" }));
    });

    it("is filled again after it lost everything, under the eyes of a sleeping worker", async () => {
      await work();
      await queue.enqueue("enclosure.probe", job());
      await expect.poll(() => runs).toHaveLength(1);
      await queue.enqueue("enclosure.probe", job([2], { delayMs: 60_000 }));
      await harness.empty();
      expect(await isIdle()).toBe(true);
      await queue.enqueueMany("enclosure.probe", [job([3]), job([4], { delayMs: 50 })]);
      await expect
        .poll(() => runs.map((run) => run.payload.mediaIds[0]), { timeout: 15_000 })
        .toEqual([1, 3, 4]);
    });

    it("goes on after it lost everything under a job in hand", async () => {
      const gate = Promise.withResolvers<void>();
      await work(({ payload }) => (payload.mediaIds[0] === 1 ? gate.promise : undefined), { concurrency: 1 });
      await queue.enqueue("enclosure.probe", job([1]));
      await expect.poll(() => runs).toHaveLength(1);
      await harness.empty();
      gate.resolve();
      await queue.enqueue("enclosure.probe", job([2]));
      await expect.poll(() => runs.length, { timeout: 15_000 }).toBe(2);
      await expect.poll(isIdle).toBe(true);
    });

    it("fails an addition at once while the engine is away, and serves again when it is back", async () => {
      await queue.enqueue("enclosure.probe", job());
      await harness.cut();
      await expect(queue.enqueue("enclosure.probe", job())).rejects.toThrow();
      await expect(queue.ping()).rejects.toThrow();
      await expect(queue.counts("enclosure.probe")).rejects.toThrow();
      await harness.restore();
      await expect.poll(() => queue.ping().then(() => "ok", String), { timeout: 10_000 }).toBe("ok");
      await queue.enqueue("enclosure.probe", job());
      expect((await queue.counts("enclosure.probe")).waiting).toBe(2);
    });

    it("fails an addition in time when the engine hangs", async () => {
      await queue.enqueue("enclosure.probe", job());
      harness.stall();
      await expect(queue.enqueue("enclosure.probe", job())).rejects.toThrow();
    });

    it("keeps a worker waiting while the engine is away, and logs it without flooding", async () => {
      await work();
      await queue.enqueue("enclosure.probe", job([1]));
      await expect.poll(() => runs).toHaveLength(1);
      await harness.cut();
      await expect.poll(() => logged.some(({ level }) => level === "error")).toBe(true);
      await harness.restore();
      await expect.poll(() => queue.enqueue("enclosure.probe", job([2])).then(() => "ok", String)).toBe("ok");
      await expect.poll(() => runs.length, { timeout: 20_000 }).toBe(2);
      expect(logged.length).toBeLessThan(60);
    });

    it("finishes the jobs in hand when it closes, and takes no other", async () => {
      const gate = Promise.withResolvers<void>();
      const worker = await work(() => gate.promise, { concurrency: 1 });
      await queue.enqueueMany("enclosure.probe", [job([1]), job([2])]);
      await expect.poll(() => runs).toHaveLength(1);
      const closing = worker.close();
      gate.resolve();
      await closing;
      expect(runs).toHaveLength(1);
      expect(runs[0]?.context.signal.aborted).toBe(true);
      expect(await queue.counts("enclosure.probe")).toMatchObject({
        waiting: 1,
        active: 0,
        delayed: 0,
        failed: 0,
      });
    });

    it("hands back, unspent, what it cannot finish in time", async () => {
      const worker = await work(
        ({ context }) => new Promise((_, reject) => context.signal.addEventListener("abort", reject)),
        { finishTimeoutMs: 20 },
      );
      await queue.enqueue("enclosure.probe", job([9]));
      await expect.poll(() => runs).toHaveLength(1);
      await worker.close();
      expect(await queue.counts("enclosure.probe")).toMatchObject({
        waiting: 1,
        active: 0,
        delayed: 0,
        failed: 0,
      });
      await work();
      await expect.poll(() => runs.map((run) => run.context.attempt)).toEqual([1, 1]);
    });

    it("leaves a job whose handler will not stop to another worker", async () => {
      const gate = Promise.withResolvers<void>();
      const worker = await work(() => gate.promise, { finishTimeoutMs: 20, ...quickStall });
      await queue.enqueue("enclosure.probe", job([9]));
      await expect.poll(() => runs).toHaveLength(1);
      await worker.close();
      await work(() => {}, quickStall);
      await expect.poll(() => runs, { timeout: 10_000 }).toHaveLength(2);
      await expect.poll(isIdle).toBe(true);
      gate.resolve();
    });

    it("can be closed while the engine is away", async () => {
      const worker = await work();
      await harness.cut();
      await worker.close();
      await queue.close();
    });
  });
}
