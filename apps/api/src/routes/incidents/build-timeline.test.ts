import type { IncidentView, ToldNotice } from "@earshot/storage";
import { expect, test } from "vitest";
import { buildTimeline } from "./build-timeline.ts";

const at = (minute: number) => new Date(Date.UTC(2026, 10, 25, 12, minute));

function view(change: object = {}, of: Partial<IncidentView> = {}): IncidentView {
  const incident = { since: at(0), opened_at: at(1), resolved_at: null, reason: null, relapse: 0, ...change };
  const own = { acknowledgedAt: null, withheldSince: null, episodeMinutes: 0, ...of };
  // Only what the timeline reads.
  return { incident, scope: { shows: 1, episodes: 1, samples: [] }, ...own } as unknown as IncidentView;
}

function notice(type: string, minute: number, payload: object = {}): ToldNotice {
  const counts = { delivered: 1, pending: 0, failed: 0 };
  const summary = `${type} ${minute}`;
  return {
    ...{ id: `${minute}`, type, sequence: minute, occurredAt: at(minute), ...counts },
    payload: { summary, ...payload },
  };
}

const courses: readonly (readonly [string, IncidentView, readonly ToldNotice[], string])[] = [
  ["told at once", view(), [notice("incident.opened", 1)], "0 began, 1 opened"],
  ["told to nobody", view({}, { withheldSince: at(1) }), [], "0 began, 1 confirmed, 1 withheld"],
  ["told when a mute ended", view(), [notice("incident.opened", 9)], "0 began, 1 confirmed, 9 opened"],
  [
    "grown, reminded of, seen and over",
    view({ resolved_at: at(9), reason: "recovered" }, { acknowledgedAt: at(6) }),
    [
      notice("incident.opened", 1),
      notice("incident.updated", 3),
      notice("incident.updated", 5, { reminder: 1 }),
      notice("incident.resolved", 9),
    ],
    "0 began, 1 opened, 3 updated, 5 reminded, 6 acknowledged, 9 resolved",
  ],
  [
    "back twice, and grown between",
    view({ relapse: 2 }),
    [
      notice("incident.opened", 1, { relapse: 0 }),
      notice("incident.resolved", 2, { relapse: 0 }),
      notice("incident.updated", 3, { relapse: 1 }),
      notice("incident.updated", 4, { relapse: 1 }),
      notice("incident.updated", 5, { relapse: 2 }),
    ],
    "0 began, 1 opened, 2 resolved, 3 relapsed, 4 updated, 5 relapsed",
  ],
  [
    "over without a word, since nobody had been told",
    view({ resolved_at: at(4), reason: "withdrawn" }),
    [],
    "0 began, 1 confirmed, 4 ended",
  ],
];

test.each(courses)("an incident %s", (_, incident, notices, course) => {
  const moments = buildTimeline(incident, notices);
  const minutes = moments.map((moment) => `${new Date(moment.at).getUTCMinutes()} ${moment.what}`);
  expect(minutes.join(", ")).toBe(course);
  for (const { summary } of moments) expect(summary).not.toBe("");
});
