import { explainFault, type NoticeType, summarizeExpiry, summarizeRenewal } from "@earshot/domain";
import { buildFailingNotice, buildIncidentNotice, type IncidentFacts } from "@earshot/incident";
import { affected, brokenHop, story } from "./story.ts";

type NoticeExample = { readonly occurredAt: string } & Readonly<Record<string, unknown>>;

/** What each type of notice carries as its `data`, written by what writes the real ones where that can be asked. */
export const noticeExamples: Readonly<Record<NoticeType, NoticeExample>> = {
  "incident.opened": incidentNotice({}, story.openedAt),
  "incident.updated": incidentNotice(
    { sequence: 2, reminder: 1, episodeMinutes: 3_540 },
    "2026-11-25T00:30:00.000Z",
  ),
  "incident.resolved": incidentNotice(
    { sequence: 3, resolvedAt: new Date(story.renewedAt), reason: "recovered", episodeMinutes: 4_850 },
    story.renewedAt,
  ),
  "certificate.expiring": expiringNotice(),
  "certificate.renewed": renewedNotice(),
  "feed.changed": {
    version: 1,
    sequence: 1,
    occurredAt: story.soundAt,
    severity: "warning",
    summary: `118 episodes of ${story.show} have new guids all at once; apps may show and download them again.`,
    feedId: story.feedId,
    url: story.feedUrl,
    title: story.show,
    guidsChanged: 118,
    urlsChanged: 0,
    link: `/v1/feeds/${story.feedId}`,
  },
  "endpoint.disabled": failingNotice(),
  "webhook.test": {
    version: 1,
    sequence: 1,
    occurredAt: story.joinedAt,
    endpointId: story.endpointId,
    summary: "This is a test from Earshot: nothing is broken, and this endpoint receives notices.",
    link: `/v1/webhook-endpoints/${story.endpointId}`,
  },
};

function incidentNotice(facts: Partial<IncidentFacts>, at: string): NoticeExample {
  const notice = buildIncidentNotice(
    {
      ...{ id: story.incidentId, sequence: 1, severity: "outage", codes: ["certificate.expired"] },
      ...{ where: story.host, failing: [brokenHop], since: new Date(story.seenAt) },
      ...{ openedAt: new Date(story.openedAt), resolvedAt: null, reason: null, relapse: 0 },
      ...facts,
    },
    affected,
    new Date(at),
  );
  return { ...notice };
}

function expiringNotice(): NoticeExample {
  const [now, expiresAt] = [new Date("2026-11-07T00:00:04.226Z"), new Date(story.endedAt)];
  return {
    version: 1,
    sequence: 1,
    occurredAt: now.toISOString(),
    severity: "warning",
    summary: summarizeExpiry({ hosts: [story.host], expiresAt, now, affected }),
    threshold: 1,
    expiresAt: story.endedAt,
    faults: [explainFault("certificate.expiring")],
    failing: [brokenHop],
    affected,
    link: "/v1/certificates/forecast",
  };
}

function renewedNotice(): NoticeExample {
  const notAfter = "2027-02-22T23:41:02.000Z";
  const renewed = brokenHop.certificate && {
    ...brokenHop.certificate,
    fingerprint256: "7a06f0c1d94b2e5883c4ab1f60d7e92b3f5518ce04a97d6ba2e8c3107f49d5b6",
    notBefore: "2026-11-24T23:41:03.000Z",
    notAfter,
  };
  return {
    version: 1,
    sequence: 5,
    occurredAt: story.renewedAt,
    severity: "info",
    summary: summarizeRenewal([story.host], new Date(notAfter)),
    threshold: null,
    expiresAt: notAfter,
    faults: [],
    failing: [{ ...brokenHop, certificate: renewed }],
    affected,
    link: "/v1/certificates/forecast",
  };
}

function failingNotice(): NoticeExample {
  const endpoint = {
    ...({ id: story.endpointId, publisher_id: story.publisherId, kind: "webhook" } as const),
    ...{ url_host: "ops.harbouraudio.example", enabled: true, failures: 12, warned_at: null },
    first_failure_at: new Date("2026-11-22T09:14:05.118Z"),
  } as const;
  const now = new Date("2026-11-24T21:14:05.118Z");
  return { ...buildFailingNotice(endpoint, now).payload, occurredAt: now.toISOString() };
}
