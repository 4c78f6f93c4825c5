import { expect, test } from "vitest";
import { openChecks } from "./open-checks.ts";

const checks = await openChecks();
const { host, store } = checks;
const minuteMs = 60_000;

/** Watches a host with so many episodes for ten minutes; gives the handshakes that its checks cost. */
async function handshakesFor(hostname: string, episodes: number): Promise<number> {
  await checks.reset();
  const urls = Array.from({ length: episodes }, (_, n) => host.url(hostname, `/${n}.mp3`));
  await checks.publish(hostname, urls);
  const before = host.requests.handshakes(hostname).hellos;
  const { id } = await checks.hostOf(hostname);
  for (let minutes = 0; minutes < 10; minutes += 1) {
    // Every minute, as for a host with a just published episode, wherever its place on the grid is.
    const now = checks.clock();
    await store.db
      .updateTable("schedule")
      .set({ ready_at: now, due_at: now })
      .where("kind", "=", "host")
      .where("subject_id", "=", id)
      .execute();
    await checks.checkDue();
    checks.pass(minuteMs);
  }
  expect((await checks.hostOf(hostname)).verdict).toBe("healthy");
  return host.requests.handshakes(hostname).hellos - before;
}

test("certificates cost by hosts: a thousand episodes on one cost no handshake more than ten", async () => {
  expect(await handshakesFor("ten.example", 10)).toBe(10);
  expect(await handshakesFor("thousand.example", 1_000)).toBe(10);
});
