import { expect, test } from "vitest";
import { openTestApi } from "./open-test-api.ts";
import { seedOutage } from "./seed-outage.ts";

const api = await openTestApi();
const { alice, bob, incidentId } = await seedOutage(api);
const { ask } = alice.caller;
const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

test("a maintenance window is planned, moved and lifted", async () => {
  const body = {
    kind: "maintenance",
    startsAt: inHours(1),
    endsAt: inHours(3),
    feedId: alice.feedId,
    note: "Move",
  };
  const planned = await ask("POST", "/v1/silences", body);
  expect(planned.statusCode).toBe(201);
  expect(planned.json()).toMatchObject({ ...body, active: false, host: null, incidentId: null });
  expect(planned.headers["location"]).toBe(`/v1/silences/${planned.json().id}`);
  const url = `/v1/silences/${planned.json().id}`;
  const moved = await ask("PATCH", url, { startsAt: inHours(-1) });
  expect(moved.json()).toMatchObject({ active: true, note: "Move", endsAt: body.endsAt });
  expect((await ask("GET", url)).json()).toMatchObject({ active: true });
  expect((await ask("DELETE", url)).statusCode).toBe(204);
  expect((await ask("GET", url)).statusCode).toBe(404);
});

test.each([
  ["a maintenance window without an end", { kind: "maintenance" }, "endsAt"],
  ["an end before the start", { kind: "mute", startsAt: inHours(2), endsAt: inHours(1) }, "endsAt"],
  ["a window of more than 30 days", { kind: "maintenance", endsAt: inHours(31 * 24) }, "endsAt"],
  ["a host that is a URL", { kind: "mute", host: "https://media.example/" }, "host"],
  ["another kind", { kind: "pause" }, "kind"],
])("%s will not do", async (_, body, path) => {
  const answer = await ask("POST", "/v1/silences", body);
  expect([answer.statusCode, answer.json().errors.map((error: { path: string }) => error.path)]).toEqual([
    422,
    [path],
  ]);
});

test("a window cannot lose its end, and a mute can", async () => {
  const window = (await ask("POST", "/v1/silences", { kind: "maintenance", endsAt: inHours(1) })).json();
  expect((await ask("PATCH", `/v1/silences/${window.id}`, { endsAt: null })).statusCode).toBe(422);
  const mute = (await ask("POST", "/v1/silences", { kind: "mute", endsAt: inHours(1) })).json();
  expect((await ask("PATCH", `/v1/silences/${mute.id}`, { endsAt: null })).json()).toMatchObject({
    endsAt: null,
  });
  for (const { id } of [window, mute]) await ask("DELETE", `/v1/silences/${id}`);
});

test("only what one may see can be silenced", async () => {
  const stranger = await api.addCaller(["publisher"]);
  expect((await ask("POST", "/v1/silences", { kind: "mute", feedId: bob.feedId })).statusCode).toBe(404);
  expect((await ask("POST", "/v1/silences", { kind: "mute", incidentId })).statusCode).toBe(201);
  expect((await stranger.ask("POST", "/v1/silences", { kind: "mute", incidentId })).statusCode).toBe(404);
});

test("an account has a hundred at most", async () => {
  const busy = await api.addCaller(["publisher"]);
  for (let count = 0; count < 100; count++) {
    expect((await busy.ask("POST", "/v1/silences", { kind: "mute" })).statusCode).toBe(201);
  }
  const answer = await busy.ask("POST", "/v1/silences", { kind: "mute" });
  expect([answer.statusCode, answer.json().type]).toEqual([409, "urn:earshot:problem:limit-reached"]);
});

test("an incident says that nothing of it is withheld", async () => {
  expect((await ask("GET", `/v1/incidents/${incidentId}`)).json()).toMatchObject({ withheldSince: null });
});
