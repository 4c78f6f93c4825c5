import { claimDueMedia, releaseParked } from "@earshot/storage";
import { beforeEach, describe, expect, test } from "vitest";
import { openChecks } from "../test/open-checks.ts";

const checks = await openChecks();
const { host } = checks;
const second = 1_000;
const minute = 60 * second;

beforeEach(() => checks.reset());

/** Shows with three episodes each on one host, a publisher each unless one is named. */
async function publishShows(count: number, hostname = "shared.example") {
  const shows = [];
  for (let show = 0; show < count; show++) {
    const urls = [0, 1, 2].map((n) => host.url(hostname, `/s${show}/${n}.mp3`));
    shows.push({ ...(await checks.publish(`Show ${show}`, urls)), urls, path: `${hostname}/s${show}` });
  }
  await checks.probeDue();
  return shows;
}

/** Lets time pass, and probes everything when it is due. */
async function live(ms: number): Promise<void> {
  const end = new Date(checks.clock().getTime() + ms);
  for (;;) {
    await releaseParked(checks.store.db, { hostRate: 1_000, now: checks.clock() });
    const due = await checks.nextDue("media");
    if (due === undefined || due > end) break;
    if (due > checks.clock()) checks.moveTo(due);
    await checks.probeDue();
  }
  checks.moveTo(end);
}

async function toldTypes(publisherIds: readonly string[]) {
  const told = await Promise.all(publisherIds.map((id) => checks.noticesTo(id)));
  return told.map((notices) => notices.map(({ type }) => type));
}

const idsOf = (shows: readonly { readonly publisherId: string }[]) =>
  shows.map(({ publisherId }) => publisherId);
const opened = ["incident.opened"];
const over = ["incident.opened", "incident.resolved"];

describe("a host that answers 500 for everything", () => {
  test("is one incident and one message to each publisher, and so is its end", async () => {
    const shows = await publishShows(4);
    await live(2 * minute);
    host.setFault("shared.example", { kind: "status", status: 500 });
    const brokenAt = checks.clock();
    await live(5 * minute);
    const incidents = await checks.incidents();
    expect(incidents).toMatchObject([
      {
        ...{
          kind: "host",
          state: "open",
          severity: "outage",
          codes: ["http.server-error"],
          blamed_for: "media",
        },
        key: expect.stringContaining("host:shared.example:"),
      },
    ]);
    expect(incidents[0]?.since.getTime()).toBeGreaterThan(brokenAt.getTime());
    expect(incidents[0]?.opened_at.getTime()).toBeLessThan(
      (incidents[0]?.since.getTime() ?? 0) + 60 * second,
    );
    expect(await toldTypes(idsOf(shows))).toEqual([opened, opened, opened, opened]);
    for (const show of shows) {
      const [notice] = await checks.noticesTo(show.publisherId);
      expect(notice?.payload).toMatchObject({ affected: { shows: 1, episodes: 3 }, parentId: null });
      expect(JSON.stringify(notice?.payload)).not.toContain(shows.find((one) => one !== show)?.path);
    }
    host.clearFaults();
    await live(3 * minute);
    expect(await checks.incidents()).toMatchObject([{ state: "resolved", reason: "recovered" }]);
    expect(await toldTypes(idsOf(shows))).toEqual([over, over, over, over]);
  });

  test("keeps a bounded sample of members, and looks at the rest when it is over", async () => {
    const urls = Array.from({ length: 20 }, (_, n) => host.url("shared.example", `/many/${n}.mp3`));
    const many = await checks.publish("Many", urls);
    const shows = await publishShows(3);
    await live(1 * minute);
    host.setFault("shared.example", { kind: "status", status: 503 });
    await live(6 * minute);
    expect(await checks.incidents()).toMatchObject([{ kind: "host", state: "open" }]);
    expect(await checks.liveMembers()).toBeLessThanOrEqual(20);
    const [notice] = await checks.noticesTo(many.publisherId);
    expect(notice?.payload).toMatchObject({ affected: { shows: 1, episodes: 20 } });
    host.clearFaults();
    await live(2 * minute);
    expect(await toldTypes([many.publisherId, ...idsOf(shows)])).toEqual([over, over, over, over]);
    await live(1 * minute);
    for (const url of urls) expect(await checks.mediaAt(url)).toMatchObject({ verdict: "healthy" });
  });

  test("is spared: only members of its incident and a sample go on being asked for", async () => {
    const urls = Array.from({ length: 60 }, (_, n) => host.url("shared.example", `/spared/${n}.mp3`));
    await checks.publish("Spared", urls);
    await publishShows(3);
    await live(1 * minute);
    host.setFault("shared.example", { kind: "status", status: 500 });
    await live(6 * minute);
    expect(await checks.incidents()).toMatchObject([{ kind: "host", state: "open" }]);
    const members = await checks.liveMembers();
    // Everything comes due while the host is down, as the back catalogue does in its time.
    const { db } = checks.store;
    const now = new Date(checks.clock().getTime() + minute);
    await db
      .updateTable("schedule")
      .set({ ready_at: now, due_at: now })
      .where("kind", "=", "media")
      .execute();
    const budget = { hostRate: 1_000, hostConcurrency: 1_000, limit: 500, leaseMs: minute };
    const { subjects } = await claimDueMedia(db, { ...budget, now });
    expect(subjects.length).toBeLessThanOrEqual(members + 3);
  });

  test("tells a publisher who was told of its feed in an update, not by a second opening", async () => {
    const shows = await publishShows(4);
    const [first, ...others] = shows;
    await live(1 * minute);
    host.setFault(`${first?.path}/*`, { kind: "status", status: 500 });
    await live(5 * minute);
    expect(await checks.incidents()).toMatchObject([{ kind: "feed", state: "open" }]);
    host.setFault("shared.example", { kind: "status", status: 500 });
    await live(12 * minute);
    const incidents = await checks.incidents();
    expect(incidents).toMatchObject([
      { kind: "feed", state: "open", parent_id: incidents[1]?.id },
      { kind: "host", state: "open" },
    ]);
    expect(await toldTypes(idsOf(shows))).toEqual([
      ["incident.opened", "incident.updated"],
      opened,
      opened,
      opened,
    ]);
    const notices = await checks.noticesTo(first?.publisherId ?? "");
    expect(notices.map(({ incident_id }) => incident_id)).toEqual([incidents[0]?.id, incidents[0]?.id]);
    expect(notices[1]?.payload).toMatchObject({ parentId: incidents[1]?.id, incidentId: incidents[0]?.id });
    expect(notices[1]?.sequence).toBeGreaterThan(notices[0]?.sequence ?? 0);
    host.clearFaults();
    await live(4 * minute);
    expect((await checks.incidents()).map(({ state }) => state)).toEqual(["resolved", "resolved"]);
    expect(await toldTypes(idsOf(others))).toEqual([over, over, over]);
    expect(await toldTypes(idsOf(shows.slice(0, 1)))).toEqual([
      ["incident.opened", "incident.updated", "incident.resolved"],
    ]);
  });

  test("gives back to its feed what still fails when the host has recovered", async () => {
    const shows = await publishShows(4);
    await live(1 * minute);
    host.setFault("shared.example", { kind: "status", status: 500 });
    await live(6 * minute);
    host.clearFaults();
    host.setFault(`${shows[0]?.path}/0.mp3`, { kind: "status", status: 404 });
    await live(4 * minute);
    const incidents = await checks.incidents();
    expect(incidents).toMatchObject([
      { kind: "host", state: "resolved", reason: "recovered" },
      { kind: "feed", state: "open" },
    ]);
    expect(incidents[1]?.since.getTime()).toBeLessThan(incidents[0]?.resolved_at?.getTime() ?? 0);
    const [first, ...others] = await toldTypes(idsOf(shows));
    expect(others).toEqual([over, over, over]);
    expect(first?.toSorted()).toEqual(["incident.opened", "incident.opened", "incident.resolved"]);
  });
});

test("one broken episode is an incident of its show, told as soon as its looks confirm it", async () => {
  const shows = await publishShows(4);
  await live(1 * minute);
  host.setFault(`${shows[1]?.path}/0.mp3`, { kind: "status", status: 404 });
  const brokenAt = checks.clock();
  await live(6 * minute);
  const incidents = await checks.incidents();
  expect(incidents).toMatchObject([{ kind: "feed", state: "open", codes: ["http.not-found"] }]);
  // Its siblings and the other feeds were asked while it was being confirmed, so it had not to wait for the host.
  const sinceMs = incidents[0]?.since.getTime() ?? 0;
  expect((incidents[0]?.opened_at.getTime() ?? 0) - sinceMs).toBeLessThanOrEqual(45 * second);
  expect(sinceMs).toBeGreaterThan(brokenAt.getTime());
  expect(await toldTypes(idsOf(shows))).toEqual([[], opened, [], []]);
});

test("one feed whose every episode fails is an incident of that feed", async () => {
  const shows = await publishShows(4);
  await live(1 * minute);
  host.setFault(`${shows[2]?.path}/*`, { kind: "status", status: 404 });
  await live(6 * minute);
  expect(await checks.incidents()).toMatchObject([{ kind: "feed", state: "open" }]);
  expect(await toldTypes(idsOf(shows))).toEqual([[], [], opened, []]);
});

test("a feed whose host never says anything of itself is told after a minute's wait", async () => {
  const shows = await publishShows(2);
  await live(1 * minute);
  host.setFault("shared.example", { kind: "status", status: 429 });
  host.setFault(`${shows[0]?.path}/0.mp3`, { kind: "status", status: 404 });
  await live(8 * minute);
  const [incident, ...more] = await checks.incidents();
  expect(more).toEqual([]);
  expect(incident).toMatchObject({ kind: "feed" });
  const waitedMs = (incident?.opened_at.getTime() ?? 0) - (incident?.since.getTime() ?? 0);
  expect(waitedMs).toBeGreaterThanOrEqual(100 * second);
  expect(waitedMs).toBeLessThan(120 * second);
});

test("429 for everything opens nothing", async () => {
  const shows = await publishShows(4);
  await live(1 * minute);
  host.setFault("shared.example", { kind: "status", status: 429 });
  await live(15 * minute);
  expect(await checks.incidents()).toEqual([]);
  expect(await toldTypes(idsOf(shows))).toEqual([[], [], [], []]);
});

describe("403", () => {
  test("on one file of a host that lets us have its others is an outage of that file", async () => {
    const shows = await publishShows(2);
    await live(1 * minute);
    host.setFault(`${shows[0]?.path}/0.mp3`, { kind: "status", status: 403 });
    await live(8 * minute);
    expect(await checks.mediaAt(shows[0]?.urls[0] ?? "")).toMatchObject({
      verdict: "unreachable",
      faults: [{ code: "http.forbidden", severity: "outage", doubt: false }],
    });
    expect(await checks.incidents()).toMatchObject([{ kind: "feed", codes: ["http.forbidden"] }]);
    expect(await toldTypes(idsOf(shows))).toEqual([opened, []]);
  });

  test.each([
    ["for everything shuts out our monitor, and opens nothing", "shared.example", {}],
    [
      "with a challenge to bots is none of the file's",
      "shared.example/s0/0.mp3",
      { "cf-mitigated": "challenge" },
    ],
  ])("%s", async (_, target, headers) => {
    const shows = await publishShows(4);
    await live(1 * minute);
    host.setFault(target, { kind: "status", status: 403, headers });
    await live(15 * minute);
    expect(await checks.incidents()).toEqual([]);
    expect(await toldTypes(idsOf(shows))).toEqual([[], [], [], []]);
    expect(await checks.mediaAt(shows[0]?.urls[0] ?? "")).toMatchObject({ verdict: "inconclusive" });
  });
});
