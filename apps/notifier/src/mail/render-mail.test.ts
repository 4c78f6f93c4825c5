import { buildDigestNotice, buildIncidentNotice } from "@earshot/incident";
import { describe, expect, test } from "vitest";
import type { NoticeMessage } from "../notice-message.ts";
import { renderMail } from "./render-mail.ts";

const since = new Date("2022-05-31T00:00:00.000Z");
const resolvedAt = new Date("2022-05-31T09:50:01.000Z");
const facts = {
  id: "0193-incident",
  sequence: 1,
  severity: "outage",
  codes: ["certificate.expired"],
  where: "traffic.media.example",
  failing: [
    {
      host: "traffic.media.example",
      port: 443,
      role: "prefix",
      addresses: ["192.0.2.1", "192.0.2.2"],
      certificate: {
        fingerprint256: "ab".repeat(32),
        subject: "CN=*.media.example",
        issuer: "CN=Some CA,O=Some Trust Services Limited",
        notBefore: "2020-05-30T00:00:00.000Z",
        notAfter: "2022-05-30T23:59:59.000Z",
      },
    },
  ],
  since,
  openedAt: since,
  resolvedAt: null,
  reason: null,
  relapse: 0,
} as const;
const sample = {
  feedId: "1",
  show: "A Show",
  episode: "Episode 12: of things that were said at some length on one long evening in May",
  guid: "g",
  url: `https://media.example/${"very-".repeat(20)}long.mp3`,
};
const affected = { shows: 2, episodes: 1_240, samples: [sample], endpoints: [] };

function messageOf(type: NoticeMessage["type"], data: object): NoticeMessage {
  return { id: "0193-notice", type, occurredAt: since, data: { summary: "", ...data } };
}

const opened = messageOf("incident.opened", buildIncidentNotice(facts, affected, since));

describe("a mail", () => {
  test("says what broke and since when, where, what to do, and whom it affects", () => {
    const { subject, text } = renderMail(opened, "https://earshot.example/");
    expect(subject).toBe("[Earshot] Certificate expired at traffic.media.example");
    expect(text).toMatchInlineSnapshot(`
      "Certificate expired at traffic.media.example since 2022-05-31 00:00:00
      UTC: listeners cannot hear 1,240 episodes of 2 shows of yours.

      Began:   2022-05-31 00:00:00 UTC

      What is wrong
        Certificate expired (certificate.expired)
          A certificate on the way to the audio is past its last day of
          validity, so players refuse to connect.

      What to do
        Ask the host named to renew and load its certificate now.

      Where
        traffic.media.example, port 443 (prefix), seen at 192.0.2.1, 192.0.2.2
          Certificate: CN=*.media.example, issued by CN=Some CA,O=Some Trust
            Services Limited
            valid from 2020-05-30 00:00:00 UTC to 2022-05-30 23:59:59 UTC
            SHA-256 abababababababababababababababababababababababababababababababab

      Your shows that it touches: 2 shows, 1,240 episodes
        - A Show: Episode 12: of things that were said at some length on one
          long evening in May
          https://media.example/very-very-very-very-very-very-very-very-very-very-very-very-very-very-very-very-very-very-very-very-long.mp3
        - and 1,239 more

      Evidence: https://earshot.example/v1/incidents/0193-incident

      -- 
      Sent by Earshot. Notice 0193-notice (incident.opened).
      "
    `);
  });

  test("keeps its lines short, and links whole", () => {
    const { text } = renderMail(opened, null);
    const long = text.split("\n").filter((line) => line.length > 78);
    expect(long).toEqual([`    ${sample.url}`]);
  });

  test("says how long it lasted and asks for nothing when it is over", () => {
    const data = buildIncidentNotice({ ...facts, resolvedAt, reason: "recovered" }, affected, resolvedAt);
    const { subject, text } = renderMail(messageOf("incident.resolved", data), null);
    expect(subject).toBe("[Earshot] Over: Certificate expired at traffic.media.example");
    expect(text).toContain("Lasted:  9 hours, 50 minutes");
    expect(text).toContain("What was wrong");
    expect(text).not.toContain("What to do");
    expect(text).toContain("Evidence: /v1/incidents/0193-incident of the API");
  });

  test("warns of an expiry with the time left in its subject", () => {
    const data = {
      summary: "The certificate of media.example expires.",
      expiresAt: "2022-06-07T00:00:00.000Z",
      failing: facts.failing,
      affected,
    };
    expect(renderMail(messageOf("certificate.expiring", data), null).subject).toBe(
      "[Earshot] Certificate of traffic.media.example expires in 7 days",
    );
    expect(renderMail(messageOf("certificate.renewed", data), null).subject).toBe(
      "[Earshot] Certificate of traffic.media.example was renewed",
    );
  });

  test("is written for every other notice from its summary, whatever else it holds", () => {
    const data = { summary: "This is a test.", failing: "?", affected: 7, faults: null, since: "yesterday" };
    const { subject, text } = renderMail(messageOf("webhook.test", data), null);
    expect(subject).toBe("[Earshot] This is a test.");
    expect(text).toBe("This is a test.\n\n-- \nSent by Earshot. Notice 0193-notice (webhook.test).\n");
  });

  test("lets no title add a line, hide text or turn it round", () => {
    const show = "Innocent\r\nSubject: You won\u2028\u202egnisol";
    const scope = { ...affected, samples: [{ ...sample, show, episode: null, url: null }] };
    const data = buildIncidentNotice({ ...facts, failing: [], where: show }, scope, since);
    const { subject, text } = renderMail(messageOf("incident.opened", data), null);
    expect(subject).toBe("[Earshot] Certificate expired at Innocent Subject: You won gnisol");
    expect(text.split("\n").filter((line) => line.startsWith("Subject"))).toEqual([]);
    expect(text).not.toMatch(/[\r\u2028\u202e]/);
  });

  test("has a subject of bounded length", () => {
    const data = { summary: "word ".repeat(200) };
    expect(renderMail(messageOf("feed.changed", data), null).subject).toHaveLength(150);
  });
});

describe("the mail of a digest", () => {
  const until = new Date("2022-06-07T00:00:00.000Z");
  const calm = {
    shows: [{ feedId: "1", show: "A Show", heard: 9, told: 9, unreachable: 0 }],
    ...{ incidents: { total: 0, items: [] }, warnings: [], deadlines: [] },
  };
  const mailOf = (more: object) =>
    renderMail(
      messageOf("digest.weekly", buildDigestNotice({ ...calm, ...more }, { from: since, until })),
      null,
    );

  test("of a week in which nothing was wrong says so, and no more", () => {
    const { subject, text } = mailOf({});
    expect(subject).toBe("[Earshot] Weekly digest to 2022-06-07: nothing was wrong");
    expect(text).toMatchInlineSnapshot(`
      "In the week to 2022-06-07 00:00:00 UTC nothing was wrong: your show
      could be heard at every look, and no warning is open.

      -- 
      Sent by Earshot. Notice 0193-notice (digest.weekly).
      "
    `);
  });

  test("tells the worst first, says how many more there are, and what to do", () => {
    const show = (n: number) => ({
      feedId: `${n}`,
      show: `Show ${n}`,
      heard: 99_998 + (n > 0 ? 1 : 0),
      told: 100_000,
      unreachable: 0,
    });
    const { text } = mailOf({
      shows: Array.from({ length: 20 }, (_, n) => show(n)),
      incidents: {
        total: 1,
        items: [
          {
            incidentId: "i",
            codes: ["certificate.expired"],
            where: "traffic.media.example",
            since,
            resolvedAt,
            shows: 2,
            episodes: 1_240,
          },
        ],
      },
      warnings: [{ code: "http.insecure", shows: 0, episodes: 1, hosts: 2 }],
      deadlines: [
        {
          hostId: 1,
          hostname: "media.example",
          port: 443,
          leafFingerprint: "aa",
          expiresAt: new Date("2022-06-17T06:00:00.000Z"),
          shows: 1,
          episodes: 3,
        },
      ],
    });
    expect(text).toMatchInlineSnapshot(`
      "In the week to 2022-06-07 00:00:00 UTC 20 of 20 shows could not always
      be heard, there was 1 incident, and there is 1 kind of warning open.

      Your shows, worst first
        - Show 0: heard at 99.99% of looks
        - Show 1: heard at 99.99% of looks
        - Show 2: heard at 99.99% of looks
        - Show 3: heard at 99.99% of looks
        - Show 4: heard at 99.99% of looks
        - Show 5: heard at 99.99% of looks
        - Show 6: heard at 99.99% of looks
        - Show 7: heard at 99.99% of looks
        - Show 8: heard at 99.99% of looks
        - Show 9: heard at 99.99% of looks
        - Show 10: heard at 99.99% of looks
        - Show 11: heard at 99.99% of looks
        - Show 12: heard at 99.99% of looks
        - Show 13: heard at 99.99% of looks
        - Show 14: heard at 99.99% of looks
        - and 5 more

      Incidents of the week
        - Certificate expired at traffic.media.example: from 2022-05-31
          00:00:00 UTC, over after 9 hours, 50 minutes; 2 shows, 1,240
          episodes

      Open warnings, and what to do
        - Not encrypted (http.insecure): 1 episode, 2 hosts
          Use an https URL in the feed.

      Certificates that end within 30 days
        - media.example, port 443: ends at 2022-06-17 06:00:00 UTC, in 10
          days, 6 hours; 1 show, 3 episodes

      -- 
      Sent by Earshot. Notice 0193-notice (digest.weekly).
      "
    `);
  });
});
