export type { ApiKey } from "./api-keys/api-key.ts";
export { generateApiKey, hashApiKey } from "./api-keys/api-key.ts";
export { createApiKey, type NewApiKey } from "./api-keys/create-api-key.ts";
export { findApiKey } from "./api-keys/find-api-key.ts";
export { listApiKeys } from "./api-keys/list-api-keys.ts";
export { revokeApiKey } from "./api-keys/revoke-api-key.ts";
export {
  type Calendar,
  closeCalendar,
  findCalendar,
  openCalendar,
  readCalendar,
} from "./calendars/calendar.ts";
export { readCertificates } from "./certificates/read-certificates.ts";
export { readServedSince } from "./certificates/read-served-since.ts";
export { upsertCertificates } from "./certificates/upsert-certificates.ts";
export { type Claim, type ClaimedSubject, type ClaimRequest, claimDue } from "./claims/claim-due.ts";
export {
  claimDueDeliveries,
  type DeliveryClaim,
  type DeliveryClaimRequest,
  readDueLanes,
} from "./claims/claim-due-deliveries.ts";
export { claimDueMedia, claimDuePolitely, type PoliteClaimRequest } from "./claims/claim-due-politely.ts";
export { type ClaimOutcome, type ClaimOutcomes, commitClaim, commitClaims } from "./claims/commit-claim.ts";
export { countSetAside, type Failed, type FailedSubject, failClaim } from "./claims/fail-claim.ts";
export { beginClaim, type ClaimedIds, releaseClaim, renewClaim } from "./claims/hold-claim.ts";
export { type KeptClaim, keepClaim } from "./claims/keep-claim.ts";
export { hotLeaseOf } from "./claims/lane.ts";
export { LostClaimError } from "./claims/lost-claim-error.ts";
export {
  type AddressEntry,
  type AddressGate,
  type AddressGateOptions,
  openAddressGate,
} from "./claims/open-address-gate.ts";
export {
  type Entry,
  type HostGate,
  type HostGateOptions,
  type HostTurn,
  openHostGate,
} from "./claims/open-host-gate.ts";
export { type HostLedger, type HostReport, openHostLedger } from "./claims/open-host-ledger.ts";
export type { HostBudget } from "./claims/plan-slots.ts";
export { readScheduleLag, type ScheduleLag } from "./claims/read-schedule-lag.ts";
export { releaseParked } from "./claims/release-parked.ts";
export { type BroughtForward, scheduleNow } from "./claims/schedule-now.ts";
export { type NewlyDue, scheduleSubjects, unscheduleSubjects } from "./claims/schedule-subjects.ts";
export type { ScheduledKind } from "./claims/tables.ts";
export {
  type CoverageAlert,
  type CoverageTurn,
  readCoverageAlerts,
  turnCoverage,
} from "./coverage/coverage-alerts.ts";
export {
  type Coverage,
  type CoverageKind,
  type CoverageTerms,
  readCoverage,
  type VantageCoverage,
} from "./coverage/read-coverage.ts";
export { readTotals, type Totals, type VerdictTotals } from "./coverage/read-totals.ts";
export type { Crawl, CrawlChanges, CrawlResult, ParsedResult } from "./crawls/crawl.ts";
export { saveCrawl } from "./crawls/save-crawl.ts";
export { saveUnchangedCrawls, type UnchangedCrawl } from "./crawls/save-unchanged-crawls.ts";
export {
  type AttemptRow,
  type DeliveryListing,
  type DeliveryView,
  listDeliveries,
  readAttempts,
  readDelivery,
} from "./deliveries/list-deliveries.ts";
export {
  type DeliveryForAttempt,
  readDeliveriesForAttempt,
} from "./deliveries/read-deliveries-for-attempt.ts";
export { type AttemptRecord, type AttemptsRecorded, recordAttempts } from "./deliveries/record-attempts.ts";
export { type ResendTarget, resendDeliveries, resendsMax } from "./deliveries/resend-deliveries.ts";
export type { DeliveryState } from "./deliveries/tables.ts";
export {
  type DigestFacts,
  type DigestQuestion,
  type IncidentOfWeek,
  type OpenWarning,
  readDigestFacts,
  type ShowOfWeek,
} from "./digests/read-digest-facts.ts";
export { type DueDigest, saveNextDigest, takeDueDigests } from "./digests/take-due-digests.ts";
export { makeDataDir } from "./embedded/make-data-dir.ts";
export {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from "./embedded/start-embedded-postgres.ts";
export type { Enclosure } from "./enclosures/enclosure.ts";
export { type EnclosureListing, listEnclosures } from "./enclosures/list-enclosures.ts";
export { type EnclosureDetail, readEnclosure } from "./enclosures/read-enclosure.ts";
export { type EnclosureTotals, readEnclosureTotals } from "./enclosures/read-enclosure-totals.ts";
export { type FeedItem, isMissingEnclosures, readFeedItems } from "./enclosures/read-feed-items.ts";
export { readMediaIds } from "./enclosures/read-media-ids.ts";
export { countEmailEndpoints } from "./endpoints/count-email-endpoints.ts";
export { createEndpoint, type NewEndpoint } from "./endpoints/create-endpoint.ts";
export type { EndpointRow } from "./endpoints/endpoint-row.ts";
export { addressOfMailto, mailtoUrlOf } from "./endpoints/mailto-url.ts";
export { markEndpointWarned } from "./endpoints/mark-endpoint-warned.ts";
export { type EndpointOwner, listEndpoints, readEndpoint } from "./endpoints/read-endpoint.ts";
export type { EndpointKind, EndpointStyle } from "./endpoints/tables.ts";
export type { FailingEndpoint } from "./endpoints/tally-endpoints.ts";
export {
  deleteEndpoint,
  disableEndpoint,
  type EndpointChange,
  rotateSecret,
  updateEndpoint,
} from "./endpoints/update-endpoint.ts";
export { type OlderEndpoints, watchOlderEndpoints } from "./endpoints/watch-older-endpoints.ts";
export {
  createEvidenceLink,
  type EvidenceLink,
  listEvidenceLinks,
  openEvidenceLink,
  revokeEvidenceLink,
} from "./evidence/evidence-links.ts";
export { readOwnFailure } from "./evidence/read-own-failure.ts";
export { type EndedSubscription, endSubscription } from "./feeds/end-subscription.ts";
export { type FeedPage, type KnownPage, notePageLook } from "./feeds/feed-pages.ts";
export { type FeedForCrawl, readFeedForCrawl, readFeedsForCrawl } from "./feeds/read-feed-for-crawl.ts";
export { readSubscribers } from "./feeds/read-subscribers.ts";
export {
  listSubscriptions,
  readSubscription,
  type StandingPlace,
  type SubscriptionListing,
} from "./feeds/read-subscriptions.ts";
export { type Registration, registerFeed } from "./feeds/register-feed.ts";
export { countEpisodes } from "./feeds/save-feed-hosts.ts";
export { type CheckBudget, spendCheck } from "./feeds/spend-check.ts";
export type { Subscription } from "./feeds/subscription.ts";
export { type SubscriptionChange, updateSubscription } from "./feeds/update-subscription.ts";
export {
  type FleetCertificate,
  type FleetCertificateListing,
  listFleetCertificates,
} from "./fleet/list-fleet-certificates.ts";
export { type FleetHost, type FleetHostListing, listFleetHosts } from "./fleet/list-fleet-hosts.ts";
export {
  type FleetPublisher,
  type FleetPublisherListing,
  listFleetPublishers,
} from "./fleet/list-fleet-publishers.ts";
export { type BusyHost, type HostLoad, type ParkedHost, readHostLoad } from "./fleet/read-host-load.ts";
export { type Pulse, readPulse } from "./fleet/read-pulse.ts";
export { type HostFeed, listFeedsOfHosts } from "./hosts/list-feeds-of-hosts.ts";
export { type FaultPeriod, listHostFaults } from "./hosts/list-host-faults.ts";
export { type FeedOfHost, listHostFeeds, readHostUse } from "./hosts/list-host-feeds.ts";
export { type HostFilter, type HostListing, type HostView, listHosts, readHost } from "./hosts/list-hosts.ts";
export {
  listRequestedHosts,
  type RequestedHost,
  type RequestedHostsQuery,
} from "./hosts/list-requested-hosts.ts";
export { type Deadline, type DeadlineQuestion, readDeadlines } from "./hosts/read-deadlines.ts";
export { type ExpiryOutlook, readExpiryOutlook } from "./hosts/read-expiry-outlook.ts";
export {
  type HostForCheck,
  readHostsByFingerprint,
  readHostsForCheck,
} from "./hosts/read-hosts-for-check.ts";
export { readRepresentative } from "./hosts/read-representative.ts";
export { readServed, type ServedCertificate } from "./hosts/read-served.ts";
export {
  type HostCheckBatch,
  type HostCheckOutcome,
  leafOfCheck,
  saveHostCheck,
  saveHostChecks,
} from "./hosts/save-host-checks.ts";
export type { HostAddress } from "./hosts/tables.ts";
export { type HostName, hostKey, hostOfUrl, upsertHosts } from "./hosts/upsert-hosts.ts";
export { wakeHosts, wakeTroubledHosts } from "./hosts/wake-hosts.ts";
export {
  beginIdempotentRequest,
  endIdempotentRequest,
  type IdempotentRequest,
  type IdempotentStart,
} from "./idempotency/idempotent-request.ts";
export { type RecentDrills, readRecentDrills, takeDueDrills } from "./incidents/drills.ts";
export {
  type ComplainingMember,
  type ComplaintSubject,
  dropComplaints,
  readComplainingMembers,
  readFirstComplaint,
  saveComplaint,
} from "./incidents/host-complaints.ts";
export { type HostQuestion, pollHost } from "./incidents/host-polls.ts";
export {
  clearAcknowledgements,
  readToldPublishers,
  type SavedMeter,
  saveHeldSince,
  saveMeters,
  saveScope,
  saveToldPublisher,
  type ToldPublisher,
} from "./incidents/incident-publishers.ts";
export type { IncidentRow } from "./incidents/incident-row.ts";
export {
  addIncidentSubject,
  clearIncidentSubject,
  type IncidentSubject,
  type LiveSubject,
  readIncidentsOfSubject,
  readLastGoodSince,
  readLiveSubjects,
  saveGoodSince,
} from "./incidents/incident-subjects.ts";
export {
  acknowledgeIncident,
  type IncidentListing,
  type IncidentView,
  type IncidentViewer,
  listIncidents,
  readIncident,
} from "./incidents/list-incidents.ts";
export { listSuffering, type SufferingEnclosure } from "./incidents/list-suffering.ts";
export { lockIncidentKey } from "./incidents/lock-incident-key.ts";
export { type NewIncident, openIncident } from "./incidents/open-incident.ts";
export {
  type AffectedBy,
  type AffectedPublisher,
  readAffectedPublishers,
} from "./incidents/read-affected-publishers.ts";
export { readChildIncidents } from "./incidents/read-child-incidents.ts";
export { readIncidentNotices, type ToldNotice } from "./incidents/read-incident-notices.ts";
export { readLiveIncident } from "./incidents/read-live-incident.ts";
export { readRecentlyResolved } from "./incidents/read-recently-resolved.ts";
export type { ComplaintKind, IncidentEvidence, IncidentPlace, SubjectKind } from "./incidents/tables.ts";
export { type DueReminder, takeDueReminders } from "./incidents/take-due-reminders.ts";
export { type IncidentChange, updateIncident } from "./incidents/update-incident.ts";
export { wasEverBroken } from "./incidents/was-ever-broken.ts";
export {
  type LiveChange,
  type LiveChannel,
  type LiveDigests,
  type LiveEvent,
  openLiveChannel,
  readLiveEvents,
  saveLiveChange,
} from "./live/live-channel.ts";
export { countNeighbours } from "./media/count-neighbours.ts";
export { type MediaForProbe, readMediaForProbe } from "./media/read-media-for-probe.ts";
export { wakeUnheard } from "./media/wake-unheard.ts";
export { countNotices } from "./notices/count-notices.ts";
export { insertNotices, type NewNotice } from "./notices/insert-notices.ts";
export { readNotifiedPublishers } from "./notices/read-notified-publishers.ts";
export { type Relayed, relayNotices } from "./notices/relay-notices.ts";
export type { NoticePayload } from "./notices/tables.ts";
export { listProbes, type PastProbe } from "./probes/list-probes.ts";
export { type ProbeBatch, type ProbeOutcome, saveProbes } from "./probes/save-probes.ts";
export {
  type AccountSettings,
  readAccountSettings,
  saveAccountSettings,
} from "./publishers/account-settings.ts";
export { bootstrapAccount } from "./publishers/bootstrap-account.ts";
export { createPublisher, type Publisher } from "./publishers/create-publisher.ts";
export { listPublishers, readPublisher } from "./publishers/read-publisher.ts";
export { type PublisherUse, readPublisherUse } from "./publishers/read-publisher-use.ts";
export { type PublisherEmail, setPublisherEmail } from "./publishers/set-publisher-email.ts";
export type { Role } from "./publishers/tables.ts";
export { type Rollup, type RollupQuestion, readRollups } from "./rollups/read-rollups.ts";
export { rollUp } from "./rollups/roll-up.ts";
export type { RollupKind } from "./rollups/tables.ts";
export type { Database, Db } from "./schema/database.ts";
export { isStoreAway } from "./schema/is-store-away.ts";
export type { HintHandlers, HintListener } from "./schema/listen-for-hints.ts";
export { type LockableTable, lockRow } from "./schema/lock-row.ts";
export { migrate } from "./schema/migrate.ts";
export { type BatchWriter, openBatchWriter } from "./schema/open-batch-writer.ts";
export {
  inTransaction,
  openStore,
  requireSchema,
  type Store,
  type StoreOptions,
} from "./schema/open-store.ts";
export type { Page } from "./schema/page.ts";
export { type HintChannel, hintChannels, sendHint } from "./schema/send-hint.ts";
export { openSecretBox, type SecretBox, SecretBoxError } from "./secret-box/open-secret-box.ts";
export { resealSecrets } from "./secret-box/reseal-secrets.ts";
export { createSession } from "./sessions/create-session.ts";
export { endSession } from "./sessions/end-session.ts";
export { findSession, type Session } from "./sessions/find-session.ts";
export {
  createSilence,
  deleteSilence,
  type NewSilence,
  type SilenceTarget,
  updateSilence,
} from "./silences/change-silences.ts";
export { listSilences, readActiveSilences, readSilence } from "./silences/read-silences.ts";
export type { SilenceRow } from "./silences/silence-row.ts";
export type { SilenceKind } from "./silences/tables.ts";
export { judgeStandings } from "./standings/judge-standings.ts";
export type { Standing } from "./standings/standing.ts";
export { type FeedSummary, summarizeFeeds } from "./standings/summarize-feeds.ts";
export {
  type PublicIncident,
  type PublicStatus,
  type PublicStatusQuestion,
  readPublicStatus,
} from "./status/read-public-status.ts";
export type { StorageLog } from "./storage-log.ts";
export { type HealTerms, healSchedule } from "./upkeep/heal-schedule.ts";
export { maintainPartitions } from "./upkeep/maintain-partitions.ts";
export { type Purged, purge } from "./upkeep/purge.ts";
export { type Reconciled, reconcileSchedule } from "./upkeep/reconcile-schedule.ts";
export {
  beatVantage,
  endVantage,
  type Heartbeat,
  type LiveVantages,
  readLiveVantages,
} from "./vantages/beat-vantage.ts";
export { listVantageProcesses, type VantageProcess } from "./vantages/list-vantage-processes.ts";
export { type FeedView, readFeedViews } from "./vantages/read-feed-views.ts";
export { readVantageLooks, type VantageLook } from "./vantages/read-vantage-looks.ts";
export type { RegionalView } from "./vantages/save-regional-views.ts";
export type { Suspicion, VantageWork } from "./vantages/tables.ts";
