import { describe, expect, it } from "vitest";
import {
  formatDuration,
  summarizeEnd,
  summarizeExpiry,
  summarizeRenewal,
  summarizeTrouble,
} from "./summarize-notice.ts";

const since = new Date("2022-05-31T00:00:01Z");
const affected = { shows: 2, episodes: 1_240, samples: [], endpoints: [] };
const webhook = { id: "e1", host: "hooks.example" };
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
    const feedOnly = { ...facts, affected: { ...affected, shows: 1, episodes: 0 } };
    expect(summarizeTrouble(feedOnly)).toContain("1 show of yours cannot be updated");
  });

  it("says that notices will fail where a webhook endpoint is at the host, alone or beside shows", () => {
    const alone = {
      ...facts,
      where: "hooks.example",
      affected: { ...affected, shows: 0, episodes: 0, endpoints: [webhook] },
    };
    expect(summarizeTrouble(alone)).toBe(
      "Certificate expired at hooks.example since 2022-05-31 00:00:01 UTC: your webhook endpoint at hooks.example cannot be reached securely, so notices to it will fail.",
    );
    expect(summarizeTrouble({ ...alone, codes: ["connect.refused"] })).toContain(
      "cannot be reached, so notices",
    );
    const both = {
      ...facts,
      affected: { ...affected, endpoints: [webhook, { id: "e2", host: "hooks.example" }] },
    };
    expect(summarizeTrouble(both)).toContain(
      "listeners cannot hear 1,240 episodes of 2 shows of yours, and your webhook endpoints at hooks.example cannot be reached securely, so notices to them will fail.",
    );
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
      "The certificate of a.example, b.example, c.example, and 2 more expires at 2022-05-31 00:00:01 UTC, in 7 days, 1 second; unless it is renewed, listeners cannot hear 1,240 episodes of 2 shows of yours afterwards.",
    );
    const alone = { ...affected, shows: 0, episodes: 0, endpoints: [webhook] };
    const expiry = { hosts: ["hooks.example"], expiresAt: since, now: new Date("2022-05-24T00:00:01Z") };
    expect(summarizeExpiry({ ...expiry, affected: alone })).toBe(
      "The certificate of hooks.example expires at 2022-05-31 00:00:01 UTC, in 7 days; unless it is renewed, no notice can be delivered to your webhook endpoint at hooks.example afterwards.",
    );
    expect(summarizeExpiry({ ...expiry, affected: { ...affected, endpoints: [webhook] } })).toContain(
      "listeners cannot hear 1,240 episodes of 2 shows of yours, and no notice can be delivered to your webhook endpoint at hooks.example afterwards.",
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
