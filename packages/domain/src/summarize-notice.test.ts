import { describe, expect, it } from "vitest";
import {
  formatDuration,
  summarizeEnd,
  summarizeExpiry,
  summarizeRenewal,
  summarizeTrouble,
} from "./summarize-notice.ts";

const since = new Date("2022-05-31T00:00:01Z");
const affected = { shows: 2, episodes: 1_240, samples: [] };
const facts = { codes: ["certificate.expired"] as const, where: "traffic.media.example", since, affected };

describe("summaries", () => {
  it("says what broke, where, since when, and what listeners miss", () => {
    expect(summarizeTrouble(facts)).toBe(
      "Certificate expired at traffic.media.example since 2022-05-31 00:00:01 UTC: listeners cannot hear 1,240 episodes of 2 shows of yours.",
    );
  });

  it("puts outages before warnings and counts the others", () => {
    const codes = ["certificate.expiring", "connect.refused", "certificate.expired"] as const;
    expect(summarizeTrouble({ ...facts, codes })).toMatch(/^Connection refused \(and 1 more\) at /);
  });

  it("says that only the feed suffers where no episode does", () => {
    const feedOnly = { ...facts, affected: { shows: 1, episodes: 0, samples: [] } };
    expect(summarizeTrouble(feedOnly)).toContain("1 show of yours cannot be updated");
  });

  it("says how it ended and how long it lasted", () => {
    const resolvedAt = new Date("2022-05-31T09:50:01Z");
    expect(summarizeEnd({ ...facts, resolvedAt, reason: "recovered" })).toBe(
      "Over: Certificate expired at traffic.media.example has ended at 2022-05-31 09:50:01 UTC after 9 hours, 50 minutes.",
    );
    expect(summarizeEnd({ ...facts, resolvedAt, reason: "unverifiable" })).toContain("we cannot say whether");
    expect(summarizeEnd({ ...facts, resolvedAt, reason: "withdrawn" })).toContain("no longer concerns");
  });

  it("warns of an expiry with the time left, and names at most three hosts", () => {
    const hosts = ["a.example", "b.example", "c.example", "d.example", "e.example"];
    expect(
      summarizeExpiry({ hosts, expiresAt: since, now: new Date("2022-05-24T00:00:00Z"), affected }),
    ).toBe(
      "The certificate of a.example, b.example, c.example, and 2 more expires at 2022-05-31 00:00:01 UTC, in 7 days, 1 second; unless it is renewed, listeners then cannot hear 1,240 episodes of 2 shows of yours.",
    );
    expect(summarizeRenewal(["a.example"], since)).toContain("valid until 2022-05-31 00:00:01 UTC");
  });

  it("writes durations in their two largest units", () => {
    expect(formatDuration(999)).toBe("less than a second");
    expect(formatDuration(61_000)).toBe("1 minute, 1 second");
    expect(formatDuration(3_600_000)).toBe("1 hour");
    expect(formatDuration(90_061_000)).toBe("1 day, 1 hour");
  });
});
