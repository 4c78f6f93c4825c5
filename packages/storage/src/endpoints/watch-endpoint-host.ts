import { scheduleSubjects } from "../claims/schedule-subjects.ts";
import { hostKey, hostOfUrl, upsertHosts } from "../hosts/upsert-hosts.ts";
import type { Db } from "../schema/database.ts";

/** Puts the host of an https webhook among the hosts that are checked, and gives its id; null for plain http. */
export async function watchEndpointHost(tx: Db, url: URL, now: Date): Promise<number | null> {
  if (url.protocol !== "https:") return null;
  const host = hostOfUrl(url.href);
  const id = (await upsertHosts(tx, [host], now)).get(hostKey(host));
  if (id === undefined) throw new Error(`the host ${hostKey(host)} was not stored`);
  const subjects = [{ id, hostId: id, dueAt: now, lane: "ordinary" }] as const;
  await scheduleSubjects(tx, { kind: "host", subjects });
  return id;
}
