import type { IncidentView, ToldNotice } from "@earshot/storage";
import type { z } from "zod";
import type { momentSchema } from "../../schemas/incident-schema.ts";

/** One moment of an incident, as the API gives it. */
export type Moment = z.output<typeof momentSchema>;

const endings = {
  recovered: "It works again.",
  withdrawn: "It no longer concerns anything of yours.",
  unverifiable: "It could not be checked for a day, so nobody can say whether it is over.",
} as const;

/** How an incident went for one publisher: what happened to it, and what the publisher was told, in the order of time. */
export function buildTimeline(view: IncidentView, notices: readonly ToldNotice[]): readonly Moment[] {
  const told = notices.map((notice, place) => tellMoment(notice, notices.slice(0, place)));
  const isTold = (what: Moment["what"], at: Date) =>
    told.some((moment) => moment.what === what && moment.at === at.toISOString());
  const { since, opened_at: openedAt, resolved_at: resolvedAt, reason, relapse } = view.incident;
  const own = [
    ownMoment(since, "began", "The first look that failed."),
    // What was told at that very moment says it already; of a relapse, the notices tell all that is known.
    !isTold("opened", openedAt) && ownMoment(openedAt, "confirmed", "It was confirmed by further looks."),
    resolvedAt !== null &&
      !isTold("resolved", resolvedAt) &&
      ownMoment(resolvedAt, "ended", endings[reason ?? "recovered"]),
    view.acknowledgedAt !== null &&
      ownMoment(view.acknowledgedAt, "acknowledged", "Somebody of your account has seen it."),
    view.withheldSince !== null &&
      ownMoment(
        view.withheldSince,
        "withheld",
        `${relapse > 0 ? "That it is back" : "It"} is kept from you by a maintenance window or a mute.`,
      ),
  ].filter((moment) => moment !== false);
  // Sorting is stable: what happened comes before what was told of it at the same instant.
  return [...own, ...told].sort((one, other) => one.at.localeCompare(other.at));
}

function ownMoment(at: Date, what: Moment["what"], summary: string): Moment {
  return { at: at.toISOString(), what, summary, sequence: null, notice: null };
}

function tellMoment(notice: ToldNotice, before: readonly ToldNotice[]): Moment {
  const { id, delivered, pending, failed, payload } = notice;
  return {
    at: notice.occurredAt.toISOString(),
    what: whatOf(notice, before),
    summary: payload.summary,
    sequence: notice.sequence,
    notice: { id, delivered, pending, failed },
  };
}

function whatOf({ type, payload }: ToldNotice, before: readonly ToldNotice[]): Moment["what"] {
  if (type === "incident.opened") return "opened";
  if (type === "incident.resolved") return "resolved";
  if (payload["reminder"] !== undefined) return "reminded";
  const relapseOf = (one: ToldNotice["payload"]) => Number(one["relapse"] ?? 0);
  const known = before.map((one) => relapseOf(one.payload));
  return relapseOf(payload) > Math.max(0, ...known) ? "relapsed" : "updated";
}
