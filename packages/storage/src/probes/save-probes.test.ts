import { buildFault, type Fault, soundHealth } from "@earshot/domain";
import { describe, expect, test } from "vitest";
import { buildCrawl, buildEpisode, buildProbe } from "../../test/build-looks.ts";
import { later, openTestStore, registerTestFeed } from "../../test/open-test-store.ts";
import {
  claimDue,
  claimDueMedia,
  inTransaction,
  listEnclosures,
  listProbes,
  type ProbeOutcome,
  readEnclosure,
  readMediaForProbe,
  saveCrawl,
  saveProbes,
  scheduleNow,
} from "../index.ts";

const store = await openTestStore();
const { db } = store;
const start = new Date("2026-11-01T12:00:00.000Z");
const minute = 60_000;
const gone = buildFault("http.not-found", { hop: 0 });
let feeds = 0;

/** A crawled feed with one enclosure, whose media was not probed yet. */
async function newMedia(host: string) {
  const feed = await registerTestFeed(store, `https://${host}/feed-${feeds++}.xml`, start);
  const { claimId } = await claimDue(db, { kind: "feed", limit: 100, leaseMs: minute, now: start });
  const url = `https://${host}/a.mp3`;
  const crawl = buildCrawl({ feedId: feed.feedId, claimId, now: start }, [buildEpisode("a", url, start)]);
  const changes = await inTransaction(store, (tx) => saveCrawl(tx, crawl));
  const [mediaId = 0] = changes?.mediaIds ?? [];
  return { ...feed, mediaId, url };
}

/** Claims the media at `at` and saves a probe over these hosts. */
async function probe(
  media: { mediaId: number; url: string },
  at: Date,
  look: {
    hosts: readonly string[];
    faults?: readonly Fault[];
    hotStep?: number | null;
    health?: ProbeOutcome["health"];
  },
) {
  await scheduleNow(db, { kind: "media", ids: [media.mediaId], lane: "hot", now: at });
  const budget = { hostRate: 1_000, hostConcurrency: 1_000 };
  const { claimId } = await claimDueMedia(db, { limit: 100, leaseMs: minute, now: at, ...budget });
  const outcome: ProbeOutcome = {
    mediaId: media.mediaId,
    claimId,
    probe: buildProbe({ url: media.url, at, hosts: look.hosts, faults: look.faults ?? [] }),
    health: look.health === undefined ? soundHealth : look.health,
    hotStep: look.hotStep ?? null,
    rangeIgnored: false,
    next: { at: later(at, 30 * minute), lane: "ordinary" },
  };
  return inTransaction(store, (tx) => saveProbes(tx, { outcomes: [outcome], now: at }));
}

async function chain(mediaId: number): Promise<string[]> {
  const rows = await db
    .selectFrom("media_hosts as w")
    .innerJoin("hosts as h", "h.id", "w.host_id")
    .select("h.hostname")
    .where("w.media_id", "=", mediaId)
    .orderBy("w.position")
    .execute();
  return rows.map((row) => row.hostname);
}

async function isChecked(hostname: string): Promise<boolean> {
  const rows = await db
    .selectFrom("hosts as h")
    .innerJoin("schedule as s", (join) => join.onRef("s.subject_id", "=", "h.id").on("s.kind", "=", "host"))
    .select("h.id")
    .where("h.hostname", "=", hostname)
    .execute();
  return rows.length > 0;
}

test("a probe is recorded with its way, and the URL is due again", async () => {
  const media = await newMedia("one.example");
  expect((await readMediaForProbe(db, [media.mediaId]))[0]).toMatchObject({
    url: media.url,
    verdict: null,
    hotStep: 0,
    newest: true,
    declaredType: "audio/mpeg",
    feedIds: [media.feedId],
    health: soundHealth,
  });
  const at = later(start, minute);
  expect(await probe(media, at, { hosts: ["one.example", "cdn-one.example"], hotStep: 1 })).toEqual([
    media.mediaId,
  ]);
  const stored = (await readMediaForProbe(db, [media.mediaId]))[0];
  expect(stored).toMatchObject({ verdict: "healthy", probedAt: at, hotStep: 1, faults: [] });
  expect(await chain(media.mediaId)).toEqual(["one.example", "cdn-one.example"]);
  const due = await db
    .selectFrom("schedule")
    .select("due_at")
    .where("kind", "=", "media")
    .where("subject_id", "=", media.mediaId)
    .execute();
  expect(due).toEqual([{ due_at: later(at, 30 * minute) }]);
});

test("nothing is recorded of a URL whose claim was lost", async () => {
  const media = await newMedia("lost.example");
  const outcome: ProbeOutcome = {
    mediaId: media.mediaId,
    claimId: "00000000-0000-7000-8000-000000000000",
    probe: buildProbe({ url: media.url, at: start, hosts: ["lost.example"] }),
    health: soundHealth,
    hotStep: null,
    rangeIgnored: false,
    next: { at: later(start, minute), lane: "ordinary" },
  };
  expect(await inTransaction(store, (tx) => saveProbes(tx, { outcomes: [outcome], now: start }))).toEqual([]);
  expect((await readMediaForProbe(db, [media.mediaId]))[0]?.verdict).toBeNull();
  expect(await listProbes(db, { mediaId: media.mediaId, limit: 10 })).toEqual([]);
});

describe("the way of a URL", () => {
  test("is replaced when the media was reached, and only grows when it broke off", async () => {
    const media = await newMedia("way.example");
    await probe(media, start, { hosts: ["way.example", "b.example", "c.example"] });
    await probe(media, later(start, minute), { hosts: ["way.example"], faults: [gone] });
    expect(await chain(media.mediaId)).toEqual(["way.example", "b.example", "c.example"]);
    await probe(media, later(start, 2 * minute), { hosts: ["way.example", "d.example"], faults: [gone] });
    expect(await chain(media.mediaId)).toEqual(["way.example", "b.example", "c.example", "d.example"]);
    await probe(media, later(start, 3 * minute), { hosts: ["way.example", "d.example"] });
    expect(await chain(media.mediaId)).toEqual(["way.example", "d.example"]);
  });

  test("has its hosts checked from the second crossing within a day on", async () => {
    const media = await newMedia("cross.example");
    expect(await isChecked("cross.example")).toBe(true);
    await probe(media, start, { hosts: ["cross.example", "behind.example"] });
    expect(await isChecked("behind.example")).toBe(false);
    await probe(media, later(start, 25 * 60 * minute), { hosts: ["cross.example", "behind.example"] });
    expect(await isChecked("behind.example")).toBe(false);
    await probe(media, later(start, 26 * 60 * minute), { hosts: ["cross.example", "behind.example"] });
    expect(await isChecked("behind.example")).toBe(true);
  });
});

describe("history", () => {
  test("keeps a row for each look, with the whole probe where the verdict changed", async () => {
    const media = await newMedia("history.example");
    const looks = [[], [], [gone], [gone], []];
    for (const [n, faults] of looks.entries()) {
      await probe(media, later(start, n * minute), { hosts: ["history.example"], faults });
    }
    const past = await listProbes(db, { mediaId: media.mediaId, limit: 10 });
    expect(past.map((row) => [row.verdict, row.codes])).toEqual([
      ["healthy", []],
      ["unreachable", ["http.not-found"]],
      ["unreachable", ["http.not-found"]],
      ["healthy", []],
      ["healthy", []],
    ]);
    expect([past[0], past[2]].map((row) => row?.evidence?.verdict)).toEqual(["healthy", "unreachable"]);
    expect(past[0]).toMatchObject({ status: 206, hops: 1, totalMs: 10, vantage: "local" });
    const older = await listProbes(db, { mediaId: media.mediaId, limit: 2, before: past[1]?.at });
    expect(older.map((row) => row.at)).toEqual([later(start, 2 * minute), later(start, minute)]);
  });

  test("keeps about one look in a hundred of those that say nothing new", async () => {
    const media = await newMedia("sample.example");
    for (let n = 0; n < 150; n++) await probe(media, later(start, n * minute), { hosts: ["sample.example"] });
    const past = await listProbes(db, { mediaId: media.mediaId, limit: 200 });
    const kept = past.filter((row) => row.evidence !== null).length;
    expect(kept).toBeLessThan(8);
  });

  test("keeps each URL's latest failure and a way to show, with certificates apart", async () => {
    const media = await newMedia("evidence.example");
    await probe(media, start, { hosts: ["evidence.example"] });
    await probe(media, later(start, minute), { hosts: ["evidence.example"], faults: [gone] });
    await probe(media, later(start, 2 * minute), { hosts: ["evidence.example"], faults: [gone] });
    const [enclosure] = await listEnclosures(db, { feedId: media.feedId, limit: 1 });
    const detail = await readEnclosure(db, { id: enclosure?.id ?? 0, publisherId: media.publisherId });
    expect(detail?.lastFailure?.at).toBe(later(start, 2 * minute).toISOString());
    expect(detail?.lastEvidence?.hops[0]?.tls?.certificates[0]?.pem).toBe("");
    const certificate = await db
      .selectFrom("certificates")
      .select("pem")
      .where("fingerprint", "=", "leaf of evidence.example")
      .executeTakeFirst();
    expect(certificate?.pem).toContain("BEGIN CERTIFICATE");
  });
});

test("a sound look leaves the health as it stands", async () => {
  const media = await newMedia("sound.example");
  const resolvedAt = start.toISOString();
  const health = { ...soundHealth, resolvedAt, relapses: 1 };
  await probe(media, later(start, minute), { hosts: ["sound.example"], health });
  await probe(media, later(start, 2 * minute), { hosts: ["sound.example"], health: null });
  expect((await readMediaForProbe(db, [media.mediaId]))[0]?.health).toEqual(health);
});
