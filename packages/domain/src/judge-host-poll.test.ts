import { describe, expect, test } from "vitest";
import { type FeedTestimony, type HostPoll, hasHostRecovered, judgeHostPoll } from "./judge-host-poll.ts";

const now = new Date("2026-11-01T12:00:00.000Z");
const secondsAgo = (seconds: number) => new Date(now.getTime() - seconds * 1_000);
const minute = 60;
const asked = 30;

/** A feed that began to fail a moment ago, or is heard, or says nothing. */
function feed(
  feedId: number,
  saw: "bad" | "good" | "nothing",
  more: Partial<FeedTestimony> = {},
): FeedTestimony {
  return {
    feedId,
    publisherIds: [`publisher ${feedId}`],
    wasHealthy: true,
    heardAt: saw === "good" ? secondsAgo(5) : null,
    failing: saw === "bad" ? [{ since: secondsAgo(40), seenAt: secondsAgo(1) }] : [],
    elected: true,
    ...more,
  };
}

function poll(testimonies: readonly FeedTestimony[], served = { feeds: 3, publishers: 2 }): HostPoll {
  return { askedAt: secondsAgo(asked), testimonies, served };
}

const bad = (ids: readonly number[], more: Partial<FeedTestimony> = {}) =>
  ids.map((id) => feed(id, "bad", more));
const good = (ids: readonly number[], more: Partial<FeedTestimony> = {}) =>
  ids.map((id) => feed(id, "good", more));
const twoFiles = [
  { since: secondsAgo(40), seenAt: secondsAgo(1) },
  { since: secondsAgo(20), seenAt: secondsAgo(1) },
];
const same = { publisherIds: ["one"] };

describe("judgeHostPoll", () => {
  test.each([
    ["three feeds of three publishers fail", poll(bad([1, 2, 3])), "host"],
    ["three feeds fail, and as many are heard", poll([...bad([1, 2, 3]), ...good([4, 5, 6])]), "host"],
    ["three fail, but more are heard", poll([...bad([1, 2, 3]), ...good([4, 5, 6, 7])]), "feeds"],
    ["two fail of many", poll([...bad([1, 2]), feed(3, "nothing")]), "undecided"],
    ["three of one publisher fail, and there are others", poll(bad([1, 2, 3], same)), "feeds"],
    ["one fails, and nobody else was looked at yet", poll([...bad([1]), feed(2, "nothing")]), "undecided"],
    ["one fails, the others are heard", poll([...bad([1]), ...good([2, 3])]), "feeds"],
    [
      "the others were heard before they were asked",
      poll([...bad([1]), ...good([2, 3], { heardAt: secondsAgo(asked + 5) })]),
      "feeds",
    ],
    [
      "of the others one was heard before it was asked, one says nothing",
      poll([...bad([1]), ...good([2], { heardAt: secondsAgo(asked + 5) }), feed(3, "nothing")]),
      "undecided",
    ],
    [
      "many complain, but those drawn by lot are heard",
      poll([...bad([1, 2, 3, 4, 5, 6], { elected: false }), ...bad([7]), ...good([8, 9, 10])]),
      "feeds",
    ],
    [
      "those that fail have not been healthy there for a day",
      poll([...bad([1, 2, 3], { wasHealthy: false }), ...good([4, 5, 6, 7])]),
      "feeds",
    ],
    [
      "what failed was seen more than ten minutes ago",
      poll([
        ...bad([1, 2, 3], { failing: [{ since: secondsAgo(900), seenAt: secondsAgo(11 * minute) }] }),
        ...good([4, 5, 6, 7]),
      ]),
      "feeds",
    ],
    [
      "a feed with a file broken for a week is heard otherwise, and so speaks for the host",
      poll([
        ...bad([1, 2]),
        feed(3, "good", { failing: [{ since: secondsAgo(7 * 86_400), seenAt: secondsAgo(1) }] }),
      ]),
      "feeds",
    ],
    [
      "a feed with a file broken for a week broke down anew after it was last heard",
      poll([
        ...bad([1, 2]),
        feed(3, "nothing", {
          heardAt: secondsAgo(5 * minute),
          failing: [
            { since: secondsAgo(7 * 86_400), seenAt: secondsAgo(1) },
            { since: secondsAgo(20), seenAt: secondsAgo(1) },
          ],
        }),
      ]),
      "host",
    ],
  ] as const)("%s", (_, given, decision) => {
    expect(judgeHostPoll(given, now)).toBe(decision);
  });

  describe("of a host that serves fewer", () => {
    const one = { feeds: 1, publishers: 1 };
    const two = { feeds: 2, publishers: 2 };
    test.each([
      ["its only feed fails with two files", poll([feed(1, "bad", { failing: twoFiles })], one), "host"],
      ["its only feed fails with the one file that it has", poll(bad([1]), one), "feeds"],
      ["both of its feeds fail", poll(bad([1, 2]), two), "host"],
      ["one of its two feeds is heard", poll([...bad([1]), ...good([2])], two), "feeds"],
      [
        "many feeds of one publisher, three of which fail",
        poll(bad([1, 2, 3], same), { feeds: 9, publishers: 1 }),
        "host",
      ],
      [
        "many feeds of one publisher, one of which is heard",
        poll([...bad([1, 2, 3], same), ...good([4], same)], { feeds: 9, publishers: 1 }),
        "feeds",
      ],
    ] as const)("%s", (_, given, decision) => {
      expect(judgeHostPoll(given, now)).toBe(decision);
    });
  });
});

describe("hasHostRecovered", () => {
  test.each([
    ["nobody is heard yet", poll(bad([1, 2, 3])), false],
    ["nobody was looked at", poll([feed(1, "nothing")]), false],
    ["all are heard but one", poll([...bad([1]), ...good([2])]), true],
    ["two of three still fail", poll([...bad([1, 2]), ...good([3])]), false],
    ["two of nine still fail", poll([...bad([1, 2]), ...good([3, 4, 5, 6, 7, 8, 9])]), true],
    ["two of eight still fail", poll([...bad([1, 2]), ...good([3, 4, 5, 6, 7, 8])]), false],
  ] as const)("%s", (_, given, expected) => {
    expect(hasHostRecovered(given, now)).toBe(expected);
  });
});
