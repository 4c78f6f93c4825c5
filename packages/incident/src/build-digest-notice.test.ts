import type { DigestFacts, IncidentOfWeek } from "@earshot/storage";
import { describe, expect, test } from "vitest";
import { buildDigestNotice } from "./build-digest-notice.ts";
import { noticeBytesMax } from "./fit-scope.ts";

const until = new Date("2026-11-25T08:00:00.000Z");
const week = { from: new Date("2026-11-18T08:00:00.000Z"), until };
const good = { feedId: "s1", show: "Good", heard: 300, told: 300, unreachable: 0 };
const bad = { feedId: "s2", show: "Bad", heard: 150, told: 300, unreachable: 2 };
const incident: IncidentOfWeek = {
  ...{ incidentId: "i1", codes: ["certificate.expired"], where: "media.example" },
  ...{ since: week.from, resolvedAt: until, shows: 1, episodes: 2, endpoints: 0 },
};
const warning = { code: "head.rejected", shows: 0, episodes: 3, hosts: 0 };
const deadline = {
  ...{ hostId: 1, hostname: "media.example", port: 443, leafFingerprint: "aa" },
  ...{ expiresAt: new Date("2026-12-01T00:00:00.000Z"), shows: 1, episodes: 2, endpoints: 0 },
};
const calm: DigestFacts = { shows: [good], incidents: { total: 0, items: [] }, warnings: [], deadlines: [] };

describe("a digest", () => {
  const opening = "In the week to 2026-11-25 08:00:00 UTC";
  test.each<readonly [string, Partial<DigestFacts>, boolean, string]>([
    [
      "nothing was wrong",
      {},
      true,
      "nothing was wrong: your show could be heard at every look, and no warning is open.",
    ],
    [
      "nothing was wrong, but a certificate ends",
      { shows: [good, good], deadlines: [deadline] },
      true,
      "nothing was wrong: all 2 shows of yours could be heard at every look, and no warning is open; 1 certificate on the way will end within 30 days.",
    ],
    [
      "a show was not always heard",
      { shows: [good, bad] },
      false,
      "1 of 2 shows could not always be heard and 2 episodes cannot be heard now.",
    ],
    [
      "no look could tell",
      { shows: [{ ...good, heard: 0, told: 0 }] },
      false,
      "of 1 of 1 show we cannot tell whether they could be heard.",
    ],
    ["an incident", { incidents: { total: 1, items: [incident] } }, false, "there was 1 incident."],
    [
      "warnings",
      { warnings: [warning, { ...warning, code: "http.insecure" }] },
      false,
      "there are 2 kinds of warning open.",
    ],
  ])("says in one sentence that %s", (_, facts, quiet, sentence) => {
    const notice = buildDigestNotice({ ...calm, ...facts }, week);
    expect(notice.summary).toBe(`${opening} ${sentence}`);
    expect(notice.quiet).toBe(quiet);
  });

  test("puts the worst show first, and what could not be told before what was always heard", () => {
    const untold = { ...good, show: "Untold", heard: 0, told: 0 };
    const now = { ...good, show: "Now", unreachable: 1 };
    const { shows } = buildDigestNotice({ ...calm, shows: [good, untold, now, bad] }, week);
    expect(shows.items.map(({ show, availability }) => [show, availability])).toEqual([
      ["Bad", 0.5],
      ["Untold", null],
      ["Now", 1],
      ["Good", 1],
    ]);
  });

  test("says of a warning what to do, and leaves out a code that nobody knows any more", () => {
    const { warnings } = buildDigestNotice(
      { ...calm, warnings: [warning, { ...warning, code: "gone.by" }] },
      week,
    );
    expect(warnings).toMatchObject({ total: 1, items: [{ code: "head.rejected", episodes: 3 }] });
    expect(warnings.items[0]?.remedy).not.toBe("");
  });

  test("stays below 20 kB however much is watched", () => {
    const long = "é𝄞".repeat(300);
    const many = <Item>(item: Item) => Array.from({ length: 5_000 }, () => item);
    const codes = ["head.rejected", "certificate.chain-expiring", "feed.duplicate-enclosure"];
    const notice = buildDigestNotice(
      {
        shows: many({ ...bad, feedId: "0193a000-0000-7000-8000-000000000000", show: long }),
        incidents: { total: 5_000, items: many({ ...incident, where: long }).slice(0, 10) },
        warnings: Array.from({ length: 60 }, (_, index) => ({
          ...warning,
          code: codes[index % 3] ?? "",
        })),
        deadlines: many({ ...deadline, hostname: `${"a".repeat(63)}.`.repeat(4).slice(0, 253) }).slice(
          0,
          200,
        ),
      },
      week,
    );
    expect(Buffer.byteLength(JSON.stringify(notice))).toBeLessThan(noticeBytesMax);
    expect([notice.shows.total, notice.shows.items.length]).toEqual([5_000, 15]);
    expect([notice.incidents.total, notice.warnings.items.length, notice.certificates.total]).toEqual([
      5_000, 10, 200,
    ]);
  });
});
