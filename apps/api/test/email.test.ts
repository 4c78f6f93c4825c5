import { describe, expect, test } from "vitest";
import { openTestApi, type TestCaller } from "./open-test-api.ts";

const api = await openTestApi();
const { alice, bob, ops } = api;

async function endpointsOf(caller: TestCaller) {
  return (await caller.ask("GET", "/v1/webhook-endpoints")).json().items;
}

describe("an account's e-mail address", () => {
  test("given at its making is an endpoint", async () => {
    const made = await ops.ask("POST", "/v1/publishers", { name: "Radio", email: "news@radio.example" });
    expect([made.statusCode, made.json().email]).toEqual([201, "news@radio.example"]);
    const own = (await endpointsOf(ops)).filter(
      (endpoint: { publisherId: string }) => endpoint.publisherId === made.json().id,
    );
    expect(own).toMatchObject([
      { kind: "email", url: "mailto:news@radio.example", enabled: true, types: null },
    ]);
  });

  test("is set, changed and ended by ops, and by nobody else", async () => {
    const path = `/v1/publishers/${alice.publisherId}`;
    for (const caller of [alice, bob]) {
      expect((await caller.ask("PATCH", path, { email: "victim@mail.example" })).statusCode).toBe(403);
    }
    for (const email of ["a@mail.example", "b@mail.example"]) {
      expect((await ops.ask("PATCH", path, { email })).json()).toMatchObject({
        id: alice.publisherId,
        email,
      });
      expect(await endpointsOf(alice)).toMatchObject([{ kind: "email", url: `mailto:${email}` }]);
    }
    expect((await ops.ask("PATCH", path, { email: null })).json().email).toBeNull();
    expect(await endpointsOf(alice)).toEqual([]);
    const refused = await ops.ask("PATCH", path, { email: "a@mail.example, b@mail.example" });
    expect([refused.statusCode, refused.json().errors[0].path]).toEqual([422, "email"]);
  });

  test("can be switched off, tested and deleted by its publisher, but neither changed nor given a secret", async () => {
    await ops.ask("PATCH", `/v1/publishers/${bob.publisherId}`, { email: "bob@mail.example" });
    const [{ id }] = await endpointsOf(bob);
    const path = `/v1/webhook-endpoints/${id}`;
    const moved = await bob.ask("PATCH", path, { url: "https://hooks.example/" });
    expect([moved.statusCode, moved.json().type]).toEqual([409, "urn:earshot:problem:conflict"]);
    expect((await bob.ask("POST", `${path}/rotate-secret`)).statusCode).toBe(404);
    const chosen = await bob.ask("PATCH", path, { types: ["incident.opened"] });
    expect(chosen.json()).toMatchObject({ types: ["incident.opened"], url: "mailto:bob@mail.example" });
    expect((await bob.ask("POST", `${path}/test`)).statusCode).toBe(202);
    expect((await bob.ask("PATCH", path, { enabled: false })).json().enabled).toBe(false);
    expect((await bob.ask("DELETE", path)).statusCode).toBe(204);
  });
});

describe("the weekly digest", () => {
  test("is on until its publisher switches it off, and each setting leaves the other", async () => {
    const account = async () => (await alice.ask("GET", "/v1/account")).json();
    expect(await account()).toMatchObject({ weeklyDigest: true, remindEveryMinutes: null });
    const off = await alice.ask("PATCH", "/v1/account", { weeklyDigest: false });
    expect([off.statusCode, off.json().weeklyDigest]).toEqual([200, false]);
    await alice.ask("PATCH", "/v1/account", { remindEveryMinutes: 30 });
    await alice.ask("PATCH", "/v1/account", {});
    expect(await account()).toMatchObject({ weeklyDigest: false, remindEveryMinutes: 30 });
    expect((await bob.ask("GET", "/v1/account")).json().weeklyDigest).toBe(true);
    const refused = await alice.ask("PATCH", "/v1/account", { weeklyDigest: "never" });
    expect([refused.statusCode, refused.json().errors[0].path]).toEqual([422, "weeklyDigest"]);
  });

  test("is nothing that a webhook can ask for, or that the document tells receivers of", async () => {
    const body = { url: "https://hooks.example/", types: ["digest.weekly"] };
    expect((await alice.ask("POST", "/v1/webhook-endpoints", body)).statusCode).toBe(422);
    const document = (await api.app.inject("/openapi.json")).json();
    expect(document.webhooks).not.toHaveProperty(["digest.weekly"]);
    expect(JSON.stringify(document.components.schemas.NoticeType)).not.toContain("digest");
  });
});
