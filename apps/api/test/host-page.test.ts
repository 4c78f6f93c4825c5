import { expect, test } from "vitest";
import { openTestApi } from "./open-test-api.ts";
import { seedOutage } from "./seed-outage.ts";

const api = await openTestApi();
const { store } = api;
const { alice, bob, incidentId } = await seedOutage(api);
const { ask } = alice.caller;
const [broken] = (await ask("GET", "/v1/hosts?hostname=Media.Example&port=443")).json().items;

test("a host is found by its whole name and port", async () => {
  expect(broken.hostname).toBe("media.example");
  for (const query of ["hostname=media", "hostname=media.example&port=8443"])
    expect((await ask("GET", `/v1/hosts?${query}`)).json().items).toEqual([]);
  expect((await ask("GET", "/v1/hosts?port=0")).json().errors[0].path).toBe("port");
});

test("a host tells what it serves, who looked, and what of one's own hangs on it", async () => {
  const host = (await ask("GET", `/v1/hosts/${broken.id}`)).json();
  expect(host).toMatchObject({
    ...{ hostname: "media.example", verdict: "unreachable", incidentOpen: true, shows: 1, episodes: 1 },
    ...{ role: null, operator: null },
    vantages: [{ vantage: "local", verdict: "unreachable", codes: ["certificate.expired"] }],
    served: [{ address: "192.0.2.1", certificates: [{ subject: "CN=media.example", issuer: "CN=Some CA" }] }],
  });
  const { items } = (await ask("GET", `/v1/hosts/${broken.id}/feeds`)).json();
  expect(items).toEqual([
    {
      ...{ id: alice.feedId, title: "The show of alice", url: "https://alice.example/feed.xml" },
      ...{ standing: "unprobed", servesFeed: false, episodes: 1 },
    },
  ]);
  const own = (await ask("GET", `/v1/hosts/${alice.hostId}/feeds`)).json().items;
  expect(own).toMatchObject([{ servesFeed: true, episodes: 0 }]);
  const behind = (await ask("GET", `/v1/feeds/${alice.feedId}/enclosures?hostId=${broken.id}`)).json().items;
  expect(behind.map(({ title }: { title: string }) => title)).toEqual(["Episode 3 of alice"]);
});

test("looks in a row that found the same fault are one period", async () => {
  const host_id = Number(broken.id);
  await store.db.deleteFrom("host_checks").where("host_id", "=", host_id).execute();
  const found = ["", "a", "a", "ab", "", "a"];
  const codes = { a: "connect.timeout", b: "tls.protocol-outdated" } as const;
  const begin = Date.now() - 3_600_000;
  const at = (minute: number) => new Date(begin + minute * 60_000);
  for (const [minute, letters] of found.entries()) {
    const seen = [...letters].map((letter) => codes[letter as "a" | "b"]);
    await store.db
      .insertInto("host_checks")
      .values({
        ...{ host_id, at: at(minute), vantage: "local", addresses: 1, total_ms: 9 },
        ...{ verdict: seen.length === 0 ? "healthy" : "unreachable", codes: seen.length === 0 ? null : seen },
      })
      .execute();
  }
  const { items } = (await ask("GET", `/v1/hosts/${broken.id}/faults`)).json();
  const minutes = (instant: string) => Math.round((Date.parse(instant) - begin) / 60_000);
  const periods = items.map((period: { code: string; from: string; until: string }) => [
    ...[period.code, minutes(period.from), minutes(period.until)],
  ]);
  expect(periods).toEqual([
    [codes.a, 5, 5],
    [codes.a, 1, 3],
    [codes.b, 3, 3],
  ]);
  expect(items[0]).toMatchObject({ looks: 1, lasting: true, severity: "outage" });
  expect(items[1]).toMatchObject({ looks: 3, lasting: false });
  expect((await ask("GET", `/v1/hosts/${broken.id}/faults?hours=169`)).json().errors[0].path).toBe("hours");
});

test("incidents are found by the host that they are about", async () => {
  const of = async (hostId: string) =>
    (await ask("GET", `/v1/incidents?hostId=${hostId}`)).json().items.map(({ id }: { id: string }) => id);
  expect(await of(broken.id)).toEqual([incidentId]);
  expect(await of(alice.hostId)).toEqual([]);
});

test("an incident lists one's own enclosures that it touches, page by page", async () => {
  const { items, next } = (await ask("GET", `/v1/incidents/${incidentId}/enclosures?limit=1`)).json();
  expect(items).toMatchObject([
    { id: alice.enclosureIds[0], feedId: alice.feedId, show: "The show of alice", verdict: "unreachable" },
  ]);
  expect(next).toBeNull();
  const other = (await bob.caller.ask("GET", `/v1/incidents/${incidentId}/enclosures`)).json().items;
  expect(other.map(({ feedId }: { feedId: string }) => feedId)).toEqual([bob.feedId]);
  await store.db
    .insertInto("incident_subjects")
    .columns(["incident_id", "kind", "subject_id", "joined_at"])
    .expression((eb) =>
      eb
        .selectFrom("enclosures")
        .select((each) => [
          each.val(incidentId).as("incident_id"),
          each.val("media" as const).as("kind"),
          "media_id",
          each.val(new Date()).as("joined_at"),
        ]),
    )
    .execute();
  const seen: string[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const query: string = cursor === "" ? "" : `&cursor=${cursor}`;
    const page = (await ask("GET", `/v1/incidents/${incidentId}/enclosures?limit=2${query}`)).json();
    seen.push(...page.items.map(({ id }: { id: string }) => id));
    cursor = page.next;
  }
  expect(seen).toEqual(alice.enclosureIds);
});

test("an incident tells how it went, with what was told and how far that came", async () => {
  await ask("POST", `/v1/incidents/${incidentId}/acknowledge`);
  const { items } = (await ask("GET", `/v1/incidents/${incidentId}/timeline`)).json();
  expect(items.map(({ what, sequence }: { what: string; sequence: number }) => [what, sequence])).toEqual([
    ["began", null],
    ["opened", 1],
    ["acknowledged", null],
  ]);
  expect(items[1]).toMatchObject({
    summary: expect.stringContaining("media.example"),
    notice: { delivered: 0, pending: 1, failed: 0 },
  });
  const asOps = (await api.ops.ask("GET", `/v1/incidents/${incidentId}/timeline`)).json().items;
  expect(asOps.map(({ what }: { what: string }) => what)).toEqual(["began", "confirmed"]);
});

test("what one vantage hears and another does not is shown as regional, by vantage", async () => {
  expect((await ask("GET", `/v1/feeds/${alice.feedId}`)).json().regionalEnclosures).toBeNull();
  const enclosureId = alice.enclosureIds[1];
  const { media_id: subject_id } = await store.db
    .selectFrom("enclosures")
    .select("media_id")
    .where("id", "=", Number(enclosureId))
    .executeTakeFirstOrThrow();
  for (const [vantage, bad] of [
    ["eu", true],
    ["us", false],
  ] as const) {
    const codes = bad ? ["connect.timeout" as const] : [];
    await store.db
      .insertInto("regional_views")
      .values({ kind: "media", subject_id, vantage, bad, codes, at: new Date() })
      .execute();
  }
  expect((await ask("GET", `/v1/feeds/${alice.feedId}`)).json().regionalEnclosures).toEqual([
    { vantage: "eu", unreachable: 1, heard: 0 },
    { vantage: "us", unreachable: 0, heard: 1 },
  ]);
  const enclosure = (await ask("GET", `/v1/enclosures/${enclosureId}`)).json();
  expect(enclosure.regional.map(({ vantage }: { vantage: string }) => vantage)).toEqual(["eu", "us"]);
  expect(enclosure.vantages).toMatchObject([{ vantage: "local", verdict: "healthy", codes: [] }]);
});
