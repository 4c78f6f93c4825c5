import type { ServerResponse } from "node:http";
import { openQueue } from "@earshot/queue";
import { createMetrics, readEnv } from "@earshot/runtime";
import { inTransaction, registerFeed } from "@earshot/storage";
import type { Logger } from "pino";
import { pino } from "pino";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { openDeliveries } from "../test/open-deliveries.ts";
import { startReceiver, statuses } from "../test/start-receiver.ts";
import { startSmtp } from "../test/start-smtp.ts";
import { startNotifier } from "./start-notifier.ts";

const deliveries = await openDeliveries();

beforeEach(() => deliveries.reset());

async function start(source: Record<string, string>, log: Logger = deliveries.log) {
  const { store, box, egress, databaseUrl } = deliveries;
  const engine = { kind: "postgres", connectionString: databaseUrl } as const;
  const queue = await openQueue({ engine, log });
  const metrics = createMetrics({ withProcess: false });
  const clock = () => new Date();
  const deps = { store, box, egress, queue, metrics, log, clock, env: readEnv(source) };
  const notifier = await startNotifier(deps);
  onTestFinished(async () => {
    await notifier.close();
    await queue.close();
  });
  return metrics;
}

test("webhooks and mail are sent side by side, and a mail server that hangs holds up no webhook", async () => {
  const receiver = await startReceiver(statuses(200));
  const hanging = Promise.withResolvers<void>();
  const smtp = await startSmtp({
    onRcptTo: (_to, _session, done) => void hanging.promise.then(() => done()),
  });
  const metrics = await start({ SMTP_URL: smtp.url, EARSHOT_PUBLIC_URL: "https://earshot.example" });
  const { publisherId } = await deliveries.newReceiver([receiver.url], "alice@mail.example");
  const notices = 20;
  for (let n = 0; n < notices; n++) {
    await deliveries.notify(publisherId, { summary: `It broke ${n}.`, link: "/v1/incidents/7" });
  }
  await expect.poll(() => receiver.requests.length, { timeout: 10_000 }).toBe(notices);
  expect(smtp.mails).toEqual([]);
  hanging.resolve();
  await expect.poll(() => smtp.mails.length, { timeout: 10_000 }).toBe(notices);
  expect(new Set(smtp.mails.map(({ parsed }) => parsed.messageId)).size).toBe(notices);
  expect(smtp.mails[0]?.parsed.text).toContain("https://earshot.example/v1/incidents/7");
  await expect
    .poll(() => metrics.text())
    .toContain(`earshot_delivery_attempts_total{channel="email",state="delivered"} ${notices}`);
});

test("an endpoint that hangs, with hundreds of notices waiting for it, holds up no other", async () => {
  const held: ServerResponse[] = [];
  let hangs = true;
  const dead = await startReceiver((response) => {
    if (hangs) held.push(response);
    else response.writeHead(200).end();
  });
  const well = await startReceiver(statuses(200));
  const { publisherId: ofDead } = await deliveries.newReceiver([dead.url]);
  const { publisherId: ofWell } = await deliveries.newReceiver([well.url]);
  for (let n = 0; n < 200; n++) await deliveries.notify(ofDead, { summary: `It broke ${n}.` });
  await start({});
  await expect.poll(() => held.length, { timeout: 10_000 }).toBe(8);
  for (let n = 0; n < 30; n++) await deliveries.notify(ofWell, { summary: `It broke ${n}.` });
  await expect.poll(() => well.requests.length, { timeout: 10_000 }).toBe(30);
  // All that while the dead one had its places, and no more.
  expect(dead.requests).toHaveLength(8);
  hangs = false;
  for (const response of held) response.writeHead(200).end();
});

test("a digest that is due goes out once by mail, in words, and to no webhook, whichever of two notifiers is first", async () => {
  const receiver = await startReceiver(statuses(200));
  const smtp = await startSmtp();
  const { publisherId } = await deliveries.newReceiver([receiver.url], "alice@mail.example");
  const { db } = deliveries.store;
  const now = new Date();
  const url = "https://feeds.example/show.xml";
  await inTransaction(deliveries.store, (tx) => registerFeed(tx, { publisherId, url, now }));
  const faults = JSON.stringify([{ code: "feed.stale", severity: "warning" }]);
  const feed = await db
    .updateTable("feeds")
    .set({ title: "A <Show>", faults })
    .where("url", "=", url)
    .returning("id")
    .executeTakeFirstOrThrow();
  const looks = { healthy: 998, degraded: 1, unreachable: 1, inconclusive: 5, latency: [] };
  const at = new Date(Math.floor(now.getTime() / 3_600_000 - 24) * 3_600_000);
  await db
    .insertInto("rollups")
    .values({ kind: "feed", subject_id: feed.id, at, vantage: "local", ...looks })
    .execute();
  await db.updateTable("publishers").set({ digest_at: now }).execute();
  const env = { SMTP_URL: smtp.url, EARSHOT_PUBLIC_URL: "https://earshot.example" };
  await Promise.all([start(env), start(env)]);
  await expect.poll(() => smtp.mails.length, { timeout: 10_000 }).toBe(1);
  await deliveries.notify(publisherId, { summary: "It broke." });
  await expect.poll(() => smtp.mails.length, { timeout: 10_000 }).toBe(2);
  await expect.poll(() => receiver.requests.length, { timeout: 10_000 }).toBe(1);
  expect(smtp.mails.filter(({ parsed }) => parsed.subject?.includes("Weekly digest"))).toHaveLength(1);
  const mail = smtp.mails[0]?.parsed;
  expect(mail?.subject).toMatch(
    /^\[Earshot\] Weekly digest to \d{4}-\d\d-\d\d: 1 of 1 show could not always/,
  );
  expect(mail?.text).toContain("Your shows, worst first\n  - A <Show>: heard at 99.9% of looks");
  expect(mail?.text).toMatch(/Open warnings, and what to do\n {2}- .* \(feed\.stale\): 1 show\n {4}\w/);
  expect(mail?.text).toContain("Dashboard: https://earshot.example/");
  expect(mail?.html).toContain("A &lt;Show&gt;: heard at 99.9% of looks");
});

test("without SMTP_URL it is said once, at the start, if somebody waits for mail", async () => {
  const lines: string[] = [];
  const log = pino({ level: "warn" }, { write: (line: string) => void lines.push(line) });
  await start({}, log);
  expect(lines).toEqual([]);
  await deliveries.newReceiver([], "alice@mail.example");
  await start({}, log);
  expect(lines).toEqual([expect.stringContaining("set SMTP_URL")]);
});
