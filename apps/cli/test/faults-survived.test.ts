import { createLogger, openScope, readEnv } from "@earshot/runtime";
import { inTransaction, scheduleNow } from "@earshot/storage";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ApiClient, openApiClient } from "../src/api-client.ts";
import { type Monitor, openMonitor } from "../src/compose/open-monitor.ts";
import { waitUntil } from "../src/demo/wait-until.ts";
import { openStage, type Stage } from "./support/open-stage.ts";
import { queryDatabase } from "./support/query-database.ts";

const timeout = 120_000;
const patienceMs = 60_000;
const scope = openScope({ closeTimeoutMs: 60_000 });
/** How far the monitor's clock is from the true one. */
let clockOffsetMs = 0;
/** The steps of the clock that the monitor told of, in milliseconds. */
const steps: number[] = [];
let stage: Stage;
let monitor: Monitor;
let client: ApiClient;

// One monitor for all: each test does something else to it, with a show and hosts of its own.
beforeAll(async () => {
  stage = await openStage(scope, { queue: "postgres", env: { EARSHOT_LEASE: "4s", PORT: "0" } });
  const env = readEnv(stage.env);
  const log = createLogger({ level: "warn", name: "faults", destination: { write: noteStep } });
  monitor = await openMonitor(scope, { env, log, clock: () => new Date(Date.now() + clockOffsetMs) });
  client = openApiClient(monitor.api.url, stage.bootstrapKey);
}, timeout);
afterAll(() => scope.close(), timeout);

function noteStep(line: string): void {
  const { event, stepMs } = JSON.parse(line) as { event?: string; stepMs?: number };
  if (event === "clock.step") steps.push(stepMs ?? 0);
}

function untilStep(direction: number): Promise<void> {
  const isSeen = async () => steps.some((stepMs) => Math.sign(stepMs) === direction);
  return waitUntil(isSeen, { patienceMs, what: "the step of the clock to be told" });
}

function query<Row extends object>(text: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
  return queryDatabase<Row>(stage.databaseUrl ?? "", text, values);
}

interface Item {
  readonly url: string;
  readonly verdict: string | null;
  readonly probedAt: string | null;
}

async function enclosuresOf(feedId: string): Promise<readonly Item[]> {
  return (await client.get(`/v1/feeds/${feedId}/enclosures?limit=200`))["items"] as readonly Item[];
}

async function watchShow(title: string, mediaHostname: string, episodes: number): Promise<string> {
  const show = stage.host.addShow({ hostname: "feeds.example", title, mediaHostname, episodes });
  return String((await client.post("/v1/feeds", { url: show.feedUrl }))["id"]);
}

function untilHealthy(feedId: string, count: number): Promise<void> {
  const look = async () => {
    const items = await enclosuresOf(feedId);
    return items.filter(({ verdict }) => verdict === "healthy").length >= count;
  };
  return waitUntil(look, { patienceMs, what: `${count} healthy enclosures` });
}

async function readWaiting(): Promise<number> {
  const { items } = (await client.get("/v1/ops/queues")) as {
    items: readonly { counts: { waiting: number } }[];
  };
  return items.reduce((sum, { counts }) => sum + counts.waiting, 0);
}

async function countIncidents(): Promise<number> {
  return ((await client.get("/v1/incidents"))["items"] as readonly unknown[]).length;
}

test("a row that makes our own code throw, and a job that cannot be read, hold up nobody", {
  timeout,
}, async () => {
  const { store, queue } = monitor;
  const feedId = await watchShow("Poisoned", "poisoned.example", 6);
  await untilHealthy(feedId, 6);
  const [poisoned] = await query<{ id: string }>(`
    UPDATE media SET url = 'no url at all' WHERE id = (SELECT min(id) FROM media WHERE url LIKE '%poisoned.example%')
    RETURNING id`);
  const poisonedId = Number(poisoned?.id);
  const boards = await queue.boardQueues();
  await boards.find(({ name }) => name === "enclosure.probe")?.add("enclosure.probe", { nonsense: true });
  const before = new Date();
  const due = await query<{ media_id: string }>(
    `SELECT e.media_id FROM enclosures e JOIN media m ON m.id = e.media_id
     WHERE m.url LIKE '%poisoned.example%' OR m.id = $1`,
    [poisonedId],
  );
  await inTransaction(store, (tx) =>
    scheduleNow(tx, {
      kind: "media",
      ids: due.map((row) => Number(row.media_id)),
      lane: "ordinary",
      now: new Date(),
    }),
  );
  const failures = async () =>
    (await store.db.selectFrom("schedule").selectAll().where("failures", ">", 0).execute()).map(
      ({ kind, subject_id, failures: count, claim_id }) => ({ kind, id: subject_id, count, claim_id }),
    );
  await waitUntil(async () => (await failures()).length > 0, {
    patienceMs,
    what: "the poisoned row to fail",
  });
  await waitUntil(
    async () =>
      (await enclosuresOf(feedId)).filter(({ probedAt }) => new Date(probedAt ?? 0) > before).length === 5,
    { patienceMs, what: "its neighbours to be probed again" },
  );
  expect(await failures()).toEqual([{ kind: "media", id: poisonedId, count: 1, claim_id: null }]);
  await waitUntil(async () => (await queue.counts("enclosure.probe")).failed === 1, {
    patienceMs,
    what: "the job that cannot be read to be kept among the failed",
  });
  expect(await countIncidents()).toBe(0);
  await query("DELETE FROM schedule WHERE kind = 'media' AND subject_id = $1", [poisonedId]);
});

test("a tenant whose hosts all hang does not keep another's new episodes waiting", { timeout }, async () => {
  const { host } = stage;
  const hanging = 120;
  host.setFault("*.hanging.example", { kind: "hang" });
  for (let n = 0; n < hanging; n += 1) host.setRoute(`h${n}.hanging.example`, "/*", { kind: "media" });
  const publishedAt = new Date();
  const episodes = Array.from({ length: hanging }, (_, n) => ({
    guid: `hanging-${n}`,
    publishedAt,
    enclosureUrl: host.url(`h${n}.hanging.example`, `/${n}.mp3`),
  }));
  const show = host.addShow({
    hostname: "feeds.example",
    title: "Hanging",
    mediaHostname: "h0.hanging.example",
    episodes,
  });
  const { id } = await client.post("/v1/feeds", { url: show.feedUrl });
  const inHand = async () => {
    const claimed = `SELECT count(*)::int AS claimed FROM schedule s JOIN media m ON m.id = s.subject_id
      WHERE s.kind = 'media' AND s.claim_id IS NOT NULL AND m.url LIKE '%.hanging.example%'`;
    return (await query<{ claimed: number }>(claimed))[0]?.claimed ?? 0;
  };
  await waitUntil(async () => (await inHand()) >= 40, { patienceMs, what: "hanging hosts to be asked" });
  const healthy = await watchShow("Beside", "beside.example", 12);
  await untilHealthy(healthy, 12);
  // None of the hanging ones has come to its end, which takes half a minute: the others did not wait for them.
  const unknown = (await enclosuresOf(String(id))).filter(({ verdict }) => verdict === null).length;
  expect(unknown).toBeGreaterThan(0);
  expect(await readWaiting()).toBeLessThanOrEqual(1_000);
  host.setFault("*.hanging.example", null);
});

test("a clock that is set forward and back leaves nobody waiting for longer than a period", {
  timeout,
}, async () => {
  const feedId = await watchShow("Stepped", "stepped.example", 3);
  await untilHealthy(feedId, 3);
  const incidents = await countIncidents();
  const probedAfter = async (at: number) =>
    (await enclosuresOf(feedId)).every(({ probedAt }) => new Date(probedAt ?? 0).getTime() > at);
  clockOffsetMs = 2 * 60 * 60_000;
  await waitUntil(() => probedAfter(Date.now() + clockOffsetMs / 2), {
    patienceMs,
    what: "looks after the step",
  });
  await untilStep(1);
  clockOffsetMs = 0;
  await untilStep(-1);
  const late = async () => {
    const [row] = await query<{ late: number }>(`
      SELECT count(*)::int AS late
      FROM schedule s LEFT JOIN enclosures e ON s.kind = 'media' AND e.media_id = s.subject_id
      WHERE s.parked_by IS NULL AND (s.kind = 'host' AND s.ready_at > now() + interval '2 minutes'
        OR s.kind = 'media' AND e.newest AND s.due_at > now() + interval '32 minutes')`);
    return row?.late;
  };
  await waitUntil(async () => (await late()) === 0, { patienceMs, what: "the schedule to be healed" });
  const hostLooks = async () => {
    const checked = "SELECT checked_at AS at FROM hosts WHERE hostname = 'stepped.example'";
    return (await query<{ at: Date }>(checked))[0]?.at;
  };
  const healedAt = new Date();
  await waitUntil(
    async () => {
      const at = await hostLooks();
      return at !== undefined && at > healedAt && at < new Date();
    },
    { patienceMs, what: "the host to be checked again by the right time" },
  );
  expect(await countIncidents()).toBe(incidents);
});
