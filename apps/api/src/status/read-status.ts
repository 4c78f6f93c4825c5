import { type Db, type EnclosureTotals, readEnclosureTotals, readPublicStatus } from "@earshot/storage";
import type { z } from "zod";
import { notFound } from "../http/problem.ts";
import type { publicStatusSchema } from "../schemas/status-schema.ts";
import { judgeStatus } from "./judge-status.ts";

/** A feed's public status as it is told. */
export type StatusItem = z.output<typeof publicStatusSchema>;

const incidentDays = 90;
const incidentsMax = 20;
const none: EnclosureTotals = { healthy: 0, degraded: 0, unreachable: 0, inconclusive: 0, unchecked: 0 };

/** Reads a feed's public status; throws a Problem when there is none. It tells no URL and no host: feeds may be private. */
export async function readStatus(db: Db, id: string, now: Date): Promise<StatusItem> {
  const since = new Date(now.getTime() - incidentDays * 86_400_000);
  const status = await readPublicStatus(db, { id, since, limit: incidentsMax });
  if (status === undefined) throw notFound("public status");
  const { feedId, title, episodes, crawledAt } = status.subscription;
  const totals = (await readEnclosureTotals(db, [feedId])).get(feedId) ?? none;
  const { healthy, degraded, unreachable, inconclusive, unchecked } = totals;
  return {
    ...{ id, title, episodes, state: judgeStatus(status, totals) },
    checkedAt: crawledAt?.toISOString() ?? null,
    enclosures: {
      total: healthy + degraded + unreachable + inconclusive + unchecked,
      ...{ healthy, degraded, unreachable, inconclusive, unprobed: unchecked },
    },
    incidents: status.incidents.map(({ kind, since: from, resolvedAt }) => ({
      kind,
      since: from.toISOString(),
      resolvedAt: resolvedAt?.toISOString() ?? null,
    })),
  };
}
