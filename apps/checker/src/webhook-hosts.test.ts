import { randomBytes } from "node:crypto";
import type { IncidentNoticeData } from "@earshot/domain";
import { buildProber, openGuardedEgress } from "@earshot/probe";
import {
  createEndpoint,
  createPublisher,
  deleteEndpoint,
  disableEndpoint,
  openSecretBox,
  readIncident,
} from "@earshot/storage";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { openChecks } from "../test/open-checks.ts";
import { checkHosts } from "./check-hosts.ts";

const checks = await openChecks();
const { host, store } = checks;
const box = openSecretBox([randomBytes(32)]);
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

beforeEach(() => checks.reset());

async function newPublisher() {
  return (await createPublisher(store.db, { name: "Hooked", now: checks.clock() })).id;
}

async function newWebhook(publisherId: string, hostname: string) {
  const url = new URL(host.url(hostname, `/hook/${publisherId}`));
  const endpoint = { publisherId, url, types: null, style: "standard", now: checks.clock() } as const;
  return (await createEndpoint(store.db, box, endpoint)).endpoint;
}

function inMs(ms: number): Date {
  // Certificates have whole seconds.
  return new Date(Math.ceil((checks.clock().getTime() + ms) / 1_000) * 1_000);
}

async function look(times: number, everyMs = minuteMs) {
  for (let looks = 0; looks < times; looks++) {
    checks.pass(everyMs);
    await checks.checkDue();
  }
}

const confirm = async () => {
  for (const delayMs of [0, 10_000, 30_000]) {
    checks.pass(delayMs);
    await checks.checkDue();
  }
};

async function toldTo(publisherId: string) {
  const notices = await checks.noticesTo(publisherId);
  return notices.map(({ type, payload }) => ({ type, ...(payload as unknown as IncidentNoticeData) }));
}
const typesTo = async (publisherId: string) => (await toldTo(publisherId)).map(({ type }) => type);

describe("the certificate of a webhook's host", () => {
  test("is an incident one second after it lapsed, told to its owner alone, and over when renewed", async () => {
    const notAfter = inMs(2 * hourMs);
    await host.renewCertificate("hooks.example", { notBefore: inMs(-dayMs), notAfter });
    const owner = await newPublisher();
    const endpoint = await newWebhook(owner, "hooks.example");
    const other = await checks.publish("Other", [host.url("media.example", "/1.mp3")]);
    await checks.checkDue();
    checks.moveTo(new Date(notAfter.getTime() + 1_000));
    await checks.checkDue();
    const affected = {
      shows: 0,
      episodes: 0,
      samples: [],
      endpoints: [{ id: endpoint.id, host: endpoint.url_host }],
    };
    const [, opened] = await toldTo(owner);
    expect(opened).toMatchObject({
      type: "incident.opened",
      severity: "outage",
      episodeMinutes: 0,
      affected,
    });
    expect(opened?.failing).toMatchObject([{ host: "hooks.example", certificate: {} }]);
    expect(opened?.failing[0]).not.toHaveProperty("webhooksOnly");
    expect(opened?.summary).toMatch(
      /^Certificate expired at hooks\.example since .*: your webhook endpoint at hooks\.example:\d+ cannot be reached securely, so notices to it will fail\.$/,
    );
    await host.renewCertificate("hooks.example");
    await look(4);
    expect(await typesTo(owner)).toEqual(["certificate.expiring", "incident.opened", "incident.resolved"]);
    expect(await typesTo(other.publisherId)).toEqual([]);
    expect(await checks.incidents()).toMatchObject([{ kind: "certificate", reason: "recovered" }]);
  });

  test("that is renewed after a warning is told to its owner", async () => {
    await host.renewCertificate("hooks.example", { notBefore: inMs(-89 * dayMs), notAfter: inMs(dayMs) });
    const owner = await newPublisher();
    await newWebhook(owner, "hooks.example");
    await checks.checkDue();
    await host.renewCertificate("hooks.example");
    await look(2);
    expect(await typesTo(owner)).toEqual(["certificate.expiring", "certificate.renewed"]);
  });

  test("shared with a podcast host is one incident, which names a webhook's host to its owner alone", async () => {
    const shared = await host.authority.issue({
      names: ["*.acme.example"],
      notBefore: inMs(-89 * dayMs),
      notAfter: inMs(hourMs),
    });
    for (const name of ["hooks.acme.example", "media.acme.example"])
      await host.renewCertificate(name, { credentials: shared });
    const owner = await newPublisher();
    await newWebhook(owner, "hooks.acme.example");
    await checks.checkDue();
    const listened = await checks.publish("Acme", [host.url("media.acme.example", "/1.mp3")]);
    await checks.checkDue();
    checks.pass(hourMs + 2_000);
    await confirm();
    expect(await checks.incidents()).toHaveLength(1);
    const [incident] = await checks.incidents();
    const hostsTo = async (publisherId: string) =>
      (await toldTo(publisherId)).map(({ type, failing }) => [type, failing.map((hop) => hop.host)]);
    expect(await hostsTo(owner)).toEqual([
      ["certificate.expiring", ["hooks.acme.example"]],
      ["incident.opened", ["hooks.acme.example", "media.acme.example"]],
    ]);
    expect(await hostsTo(listened.publisherId)).toEqual([
      ["certificate.expiring", ["media.acme.example"]],
      ["incident.opened", ["media.acme.example"]],
    ]);
    expect(JSON.stringify(await toldTo(listened.publisherId))).not.toContain("hooks.acme");
    const viewer = { publisherId: listened.publisherId, ownId: listened.publisherId };
    const view = await readIncident(store.db, incident?.id ?? "", viewer);
    expect(JSON.stringify(view)).not.toContain("hooks.acme");
    const ops = await readIncident(store.db, incident?.id ?? "", { publisherId: null, ownId: owner });
    expect(ops?.incident.place.failing).toHaveLength(2);
  });
});

describe("a webhook's host that cannot be reached", () => {
  test("is confirmed like any other before its owner is told", async () => {
    host.setFault("hooks.example", { kind: "connection-reset" });
    const owner = await newPublisher();
    await newWebhook(owner, "hooks.example");
    await checks.checkDue();
    expect(await typesTo(owner)).toEqual([]);
    await confirm();
    expect(await checks.incidents()).toMatchObject([{ kind: "host", codes: ["tls.handshake-failed"] }]);
    expect(await typesTo(owner)).toEqual(["incident.opened"]);
    host.setFault("hooks.example", null);
    await look(3);
    expect(await typesTo(owner)).toEqual(["incident.opened", "incident.resolved"]);
  });

  test("is told to whoever puts a webhook there during the outage, with its original beginning", async () => {
    host.setFault("hooks.example", { kind: "connection-reset" });
    const [early, late] = [await newPublisher(), await newPublisher()];
    await newWebhook(early, "hooks.example");
    await confirm();
    await newWebhook(late, "hooks.example");
    await look(3);
    const [[first], [second, ...more]] = [await toldTo(early), await toldTo(late)];
    expect(second).toMatchObject({ type: "incident.opened", since: first?.since });
    expect(more).toEqual([]);
    expect(await typesTo(early)).toEqual(["incident.opened"]);
  });

  test.each([
    ["deleted", (id: string, owner: string) => deleteEndpoint(store.db, { id, owner, now: checks.clock() })],
    ["disabled", (id: string) => disableEndpoint(store.db, { id, reason: "410 Gone", now: checks.clock() })],
  ])("concerns nobody any more once the last webhook there was %s", async (_, end) => {
    host.setFault("hooks.example", { kind: "connection-reset" });
    const owner = await newPublisher();
    const { id } = await newWebhook(owner, "hooks.example");
    await confirm();
    await end(id, owner);
    await look(2);
    expect(await checks.incidents()).toMatchObject([{ state: "resolved", reason: "withdrawn" }]);
    const [, resolved, ...more] = await toldTo(owner);
    expect(resolved).toMatchObject({ type: "incident.resolved", reason: "withdrawn" });
    expect(resolved?.summary).toMatch(/no longer concerns anything of yours\.$/);
    expect(more).toEqual([]);
  });

  test("is told once of shows and webhook together, where both are there", async () => {
    const { publisherId } = await checks.publish("Both", [host.url("hooks.example", "/1.mp3")]);
    const endpoint = await newWebhook(publisherId, "hooks.example");
    await checks.checkDue();
    host.setFault("hooks.example", { kind: "connection-reset" });
    checks.pass(5 * minuteMs);
    await confirm();
    const [opened, ...more] = await toldTo(publisherId);
    expect(opened?.affected).toMatchObject({ shows: 1, episodes: 1, endpoints: [{ id: endpoint.id }] });
    expect(opened?.summary).toContain("listeners cannot hear 1 episode of 1 show of yours, and your webhook");
    expect(more).toEqual([]);
  });
});

test("a webhook at an address that only webhooks may reach is looked at through their guard, and no false alarm", async () => {
  const guard = { resolve: ["*::127.0.0.1"], connectTo: [], extraCa: [host.caPem], clock: checks.clock };
  const strict = await openGuardedEgress({ ...guard, allowAddresses: [] });
  onTestFinished(() => strict.close());
  const prober = buildProber({ egress: strict, vantage: "test", clock: checks.clock });
  const owner = await newPublisher();
  await newWebhook(owner, "hooks.example");
  const { publisherId } = await checks.publish("Blocked", [host.url("media.example", "/1.mp3")]);
  for (const delayMs of [0, 10_000, 30_000]) {
    checks.pass(delayMs);
    const { claimId, ids } = await checks.claim("host");
    await checkHosts({ ...checks.deps, prober }, { claimId, hostIds: ids });
  }
  expect(await checks.hostOf("hooks.example")).toMatchObject({ verdict: "healthy" });
  expect([await typesTo(owner), await typesTo(publisherId)]).toEqual([[], ["incident.opened"]]);
});
