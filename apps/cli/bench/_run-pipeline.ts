import { setTimeout as delay } from "node:timers/promises";
import { cpuMsOf, memoryOf, readyMsOf } from "./_machine.ts";
import { environmentOf, type Service, startService } from "./_services.ts";
import type { Stage } from "./_stage.ts";

/** What a stretch of work came to. */
export interface Measured {
  readonly operations: number;
  readonly wallMs: number;
  /** Processor time of the process that is measured. */
  readonly cpuMs: number;
}

/** A stretch of the whole pipeline, with what the other processes used meanwhile. */
export interface PipelineRun extends Measured {
  /** How long what is measured ran or waited for its core, in milliseconds; of several processes together. */
  readonly readyMs: number;
  /** Processor time by process, in milliseconds. */
  readonly others: Readonly<Record<string, number>>;
  /** Megabytes held by each process of ours at the start and at the end of the stretch. */
  readonly memory: Readonly<Record<string, readonly [number, number]>>;
}

/** What to run: media are probed by checkers, feeds crawled by the crawler. */
export interface PipelinePlan {
  readonly engine: "redis" | "postgres";
  readonly kind: "media" | "feed";
  /** The core of each checker; the crawler is on core 1 for media and on core 0 for feeds. */
  readonly checkerCores: readonly number[];
  /** Subjects to make due; the stretch that counts begins after the first third and ends at 95 %. */
  readonly total: number;
  /** Lets each checker run for this share of the time only, by stopping it: then no server is the limit. */
  readonly dutyShare?: number;
  /** Where V8's profiles of what is measured go, or null for none. */
  readonly profile: string | null;
}

const pollMs = 200;
/** Of a checker that works for part of the time only, one round. */
const dutyRoundMs = 40;

/** Makes everything of a kind due at once, runs the services until it is done, and measures the middle of it. */
export async function runPipeline(stage: Stage, plan: PipelinePlan): Promise<PipelineRun> {
  await rest(stage);
  const env = environmentOf(stage, plan.engine);
  const { kind, profile } = plan;
  const checkers = await Promise.all(
    plan.checkerCores.map((core) => startService("checker", { core, env, profile })),
  );
  const onlyCrawls = kind === "feed";
  const crawlerPlan = { core: onlyCrawls ? 0 : 1, env, profile: onlyCrawls ? profile : null };
  const crawler = await startService("feed-crawler", crawlerPlan);
  const services = { ...Object.fromEntries(checkers.map((one, n) => [`checker ${n + 1}`, one])), crawler };
  const duty = new AbortController();
  const duties =
    plan.dutyShare === undefined ? [] : checkers.map((one, n) => keepDuty(one, n, plan, duty.signal));
  try {
    await makeDue(stage, plan);
    const measured = onlyCrawls ? [crawler] : checkers;
    const first = await readWhen(stage, plan, { measured, services }, 0.35);
    const last = await readWhen(stage, plan, { measured, services }, 0.95);
    return difference(first, last);
  } finally {
    duty.abort();
    await Promise.all(duties);
    await Promise.all(Object.values(services).map((service) => service.close()));
  }
}

/**
 * Makes the subjects due within the last minute, spread by hash as in a real schedule: in the order of their ids, the
 * media of one host would come all together, and each host would be met for the first time.
 */
async function makeDue(stage: Stage, { kind, total }: PipelinePlan): Promise<void> {
  await stage.query(
    `UPDATE schedule s SET due_at = d.at, ready_at = d.at
     FROM (SELECT id, now() - (hashint8(id) & 65535) * interval '1 ms' AS at FROM generate_series(1, $2::bigint) id) d
     WHERE s.kind = $1 AND s.subject_id = d.id`,
    [kind, total],
  );
}

/** Takes everything off the schedule, whoever held it, and lets PostgreSQL clean up, so that every run starts alike. */
async function rest(stage: Stage): Promise<void> {
  await stage.query(
    "UPDATE schedule SET due_at = 'infinity', ready_at = 'infinity', claim_id = NULL, lease_until = NULL, lane = 1",
  );
  await stage.query("VACUUM ANALYZE schedule");
  await stage.query("CHECKPOINT");
}

interface Reading extends Measured {
  readonly readyMs: number;
  readonly others: Readonly<Record<string, number>>;
  readonly memory: Readonly<Record<string, number>>;
}

interface Processes {
  readonly measured: readonly Service[];
  readonly services: Readonly<Record<string, Service>>;
}

/** Waits until a share of the subjects has its next due time, and reads all meters then. */
async function readWhen(
  stage: Stage,
  plan: PipelinePlan,
  { measured, services }: Processes,
  share: number,
): Promise<Reading> {
  for (;;) {
    // Done is what is stored: due in the future, claimed by nobody.
    const [row] = await stage.query(
      `SELECT count(*) AS done FROM schedule
       WHERE kind = $1 AND subject_id <= $2 AND due_at > now() AND due_at <> 'infinity' AND claim_id IS NULL`,
      [plan.kind, plan.total],
    );
    const operations = Number(row?.["done"]);
    if (operations < plan.total * share) {
      await delay(pollMs);
      continue;
    }
    const pids = measured.map(({ pid }) => pid);
    return {
      operations,
      wallMs: performance.now(),
      cpuMs: pids.reduce((sum, pid) => sum + cpuMsOf(pid), 0),
      readyMs: pids.reduce((sum, pid) => sum + readyMsOf(pid), 0),
      others: {
        ...stage.serverCpuMs(),
        ...Object.fromEntries(Object.entries(services).map(([name, { pid }]) => [name, cpuMsOf(pid)])),
      },
      memory: Object.fromEntries(Object.entries(services).map(([name, { pid }]) => [name, memoryOf(pid)])),
    };
  }
}

function difference(first: Reading, last: Reading): PipelineRun {
  return {
    operations: last.operations - first.operations,
    wallMs: last.wallMs - first.wallMs,
    cpuMs: last.cpuMs - first.cpuMs,
    readyMs: last.readyMs - first.readyMs,
    others: Object.fromEntries(
      Object.entries(last.others).map(([name, ms]) => [name, ms - (first.others[name] ?? 0)]),
    ),
    memory: Object.fromEntries(
      Object.entries(last.memory).map(([name, mb]) => [name, [first.memory[name] ?? 0, mb] as const]),
    ),
  };
}

/** Stops and continues a checker over and over; several take turns as far as their shares allow. */
async function keepDuty(
  service: Service,
  index: number,
  plan: PipelinePlan,
  signal: AbortSignal,
): Promise<void> {
  const onMs = dutyRoundMs * (plan.dutyShare ?? 1);
  await delay((dutyRoundMs * index) / plan.checkerCores.length);
  while (!signal.aborted) {
    service.signal("SIGCONT");
    await delay(onMs);
    service.signal("SIGSTOP");
    await delay(dutyRoundMs - onMs);
  }
  service.signal("SIGCONT");
}
