import { beforeEach, expect, test } from "vitest";
import { openChecks } from "../test/open-checks.ts";

const checks = await openChecks();
const { host, store } = checks;
const minuteMs = 60_000;

beforeEach(() => checks.reset());

/** What of our own makes a look at one subject go wrong. */
const faults: Readonly<Record<string, () => Promise<never>>> = {
  throws: async () => {
    throw new Error("our own code cannot cope with this");
  },
  hangs: () => new Promise<never>(() => {}),
};
/** Longer than a sound look takes on a busy machine. */
const watchdogMs = 2_000;

const failing = async (kind: "media" | "host") =>
  store.db
    .selectFrom("schedule")
    .select(["subject_id", "failures", "claim_id", "ready_at"])
    .where("kind", "=", kind)
    .where("failures", ">", 0)
    .execute();

const verdictsOf = async (table: "media" | "hosts") =>
  (await store.db.selectFrom(table).select(["id", "verdict"]).execute()).map(({ verdict }) => verdict).sort();

test.each(Object.entries(faults))(
  "a URL whose probe %s keeps none of its batch, and is tried later and later",
  async (_, fault) => {
    const urls = ["good", "poisoned", "other"].map((name) => host.url(`${name}.example`, "/1.mp3"));
    await checks.publish("Batch", urls);
    const { probeAdmitted } = checks.deps.prober;
    let isPoisoned = true;
    const prober: typeof checks.deps.prober = {
      ...checks.deps.prober,
      probeAdmitted: (target, admit) =>
        isPoisoned && target.url === urls[1] ? fault() : probeAdmitted(target, admit),
    };
    const probe = () => checks.probeDue({ prober, watchdogMs });
    expect(await probe()).toHaveLength(3);
    expect(await verdictsOf("media")).toEqual(["healthy", "healthy", null].sort());
    for (const [index, waitMs] of [minuteMs, 5 * minuteMs].entries()) {
      const readyAt = new Date(checks.clock().getTime() + waitMs);
      expect(await failing("media")).toMatchObject([
        { failures: index + 1, claim_id: null, ready_at: readyAt },
      ]);
      checks.pass(waitMs);
      await probe();
    }
    expect(await checks.incidents()).toEqual([]);
    isPoisoned = false;
    checks.pass(30 * minuteMs);
    await probe();
    expect(await failing("media")).toEqual([]);
    expect(await verdictsOf("media")).toEqual(["healthy", "healthy", "healthy"]);
  },
);

test.each(Object.entries(faults))("a host whose check %s keeps none of its batch", async (_, fault) => {
  const names = ["good.example", "poisoned.example", "other.example"];
  await checks.publish(
    "Hosts",
    names.map((name) => host.url(name, "/1.mp3")),
  );
  const { checkAdmitted } = checks.deps.prober;
  const prober: typeof checks.deps.prober = {
    ...checks.deps.prober,
    checkAdmitted: (target, admit) =>
      target.hostname === "poisoned.example" ? fault() : checkAdmitted(target, admit),
  };
  await checks.checkDue({ prober, watchdogMs });
  const [poisoned] = await failing("host");
  expect(poisoned).toMatchObject({
    failures: 1,
    claim_id: null,
    ready_at: new Date(checks.clock().getTime() + minuteMs),
  });
  expect(await verdictsOf("hosts")).toEqual(["healthy", "healthy", null].sort());
  checks.pass(minuteMs);
  await checks.checkDue();
  expect(await failing("host")).toEqual([]);
  expect(await verdictsOf("hosts")).toEqual(["healthy", "healthy", "healthy"]);
});

test("what a look that was given up finds out at last is not recorded", async () => {
  const url = host.url("late.example", "/1.mp3");
  await checks.publish("Late", [url]);
  const released = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  const { probeAdmitted } = checks.deps.prober;
  const prober: typeof checks.deps.prober = {
    ...checks.deps.prober,
    async probeAdmitted(target, admit) {
      await released.promise;
      return probeAdmitted(target, admit).finally(() => ended.resolve());
    },
  };
  const written: Promise<unknown>[] = [];
  const recorder: typeof checks.deps.recorder = {
    write: (outcomes) => {
      const write = checks.deps.recorder.write(outcomes);
      written.push(write);
      return write;
    },
  };
  await checks.probeDue({ prober, recorder, watchdogMs });
  released.resolve();
  await ended.promise;
  await expect.poll(() => written.length).toBe(1);
  await Promise.all(written);
  expect(await checks.mediaAt(url)).toMatchObject({ verdict: null, probed_at: null });
});
