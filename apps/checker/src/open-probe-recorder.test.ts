import { soundHealth } from "@earshot/domain";
import { claimDueMedia, type ProbeOutcome } from "@earshot/storage";
import { beforeEach, expect, test } from "vitest";
import { openChecks } from "../test/open-checks.ts";
import { openProbeRecorder } from "./open-probe-recorder.ts";

const checks = await openChecks();
const { store } = checks;
const budget = { hostRate: 1_000, hostConcurrency: 1_000 };

beforeEach(() => checks.reset());

/** Probes of so many URLs, sound and not yet recorded. */
async function outcomesOf(count: number): Promise<readonly ProbeOutcome[]> {
  const urls = Array.from({ length: count }, (_, n) => checks.host.url(`r${n}.example`, `/${n}.mp3`));
  await checks.publish("Recorded", urls);
  const now = checks.clock();
  const { claimId, subjects } = await claimDueMedia(store.db, {
    limit: count,
    leaseMs: 60_000,
    now,
    ...budget,
  });
  return Promise.all(
    subjects.map(async ({ id }, index) => ({
      mediaId: id,
      claimId,
      probe: await checks.deps.prober.probeEnclosure({ url: urls[index] ?? "" }),
      health: soundHealth,
      hotStep: null,
      rangeIgnored: false,
      next: { at: new Date(now.getTime() + 60_000), lane: "ordinary" } as const,
    })),
  );
}

const recorded = async () =>
  (await store.db.selectFrom("probes").select("media_id").execute()).map((row) => row.media_id).sort();

test("what comes while it writes is written together, and everybody is told when it is committed", async () => {
  const outcomes = await outcomesOf(20);
  let transactions = 0;
  const counting: typeof store = {
    ...store,
    get db() {
      transactions += 1;
      return store.db;
    },
  };
  const recorder = openProbeRecorder(counting, checks.clock);
  await Promise.all(outcomes.map((outcome) => recorder.write([outcome])));
  expect(await recorded()).toEqual(outcomes.map(({ mediaId }) => mediaId).sort());
  expect(transactions).toBe(2);
});

test("an outcome that PostgreSQL refuses is told to whoever brought it, and the others are recorded", async () => {
  const [first, bad, ...others] = await outcomesOf(5);
  if (first === undefined || bad === undefined) throw new Error("no outcomes");
  const recorder = openProbeRecorder(store, checks.clock);
  const refused = { ...bad, probe: { ...bad.probe, at: "no time" } };
  const results = await Promise.allSettled([first, refused, ...others].map((one) => recorder.write([one])));
  expect(results.map(({ status }) => status)).toEqual([
    "fulfilled",
    "rejected",
    ...others.map(() => "fulfilled"),
  ]);
  expect(await recorded()).toEqual([first, ...others].map(({ mediaId }) => mediaId).sort());
});

test("a late outcome and the one of who took over do not meet in one batch: only the claim's holder counts", async () => {
  const [late, ...others] = await outcomesOf(2);
  if (late === undefined) throw new Error("no outcome");
  const now = new Date(checks.clock().getTime() + 120_000);
  const taken = await claimDueMedia(store.db, { limit: 10, leaseMs: 60_000, now, ...budget });
  const recorder = openProbeRecorder(store, checks.clock);
  const current = { ...late, claimId: taken.claimId, rangeIgnored: true };
  await Promise.all([others, [late], [current]].map((outcomes) => recorder.write(outcomes)));
  expect(await recorded()).toEqual([late.mediaId]);
  const [media] = await store.db.selectFrom("media").selectAll().where("id", "=", late.mediaId).execute();
  expect(media).toMatchObject({ range_ignored: true, verdict: "healthy" });
});
