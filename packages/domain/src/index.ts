export { advanceMeter, type OutageMeter } from "./advance-meter.ts";
export { areCorrelated, correlatedWithinMs, type SeenFailure } from "./are-correlated.ts";
export {
  crossedThreshold,
  type ExpiryThreshold,
  type ExpiryThresholds,
  expiryThresholds,
} from "./certificate-thresholds.ts";
export { chooseVantage } from "./choose-vantage.ts";
export {
  deliveryDelaysMs,
  disableAfterMs,
  type EndpointFailures,
  type FailedAttempt,
  failuresToDisable,
  judgeEndpoint,
  nextDeliveryDelayMs,
} from "./delivery-schedule.ts";
export { digestPeriodMs, isoWeekOf, nextDigestAt } from "./digest-week.ts";
export { doubtCheck, doubtProbe, isDated, type VantageFaults } from "./doubt-faults.ts";
export { drainDelayMs } from "./drain.ts";
export { attemptsAtOnce, restAfterFailuresMs } from "./endpoint-rest.ts";
export { type ClockSample, estimateClockOffset } from "./estimate-clock-offset.ts";
export { evaluateStaleness } from "./evaluate-staleness.ts";
export { explainFault, isFaultCode } from "./explain-fault.ts";
export { buildFault, type Fault, type FaultDetails, isSlow } from "./fault.ts";
export {
  type CatalogueEntry,
  type FaultCode,
  faultCatalogue,
  type Locus,
  type Severity,
} from "./fault-catalogue.ts";
export type {
  FeedFormat,
  ParsedEnclosure,
  ParsedEpisode,
  ParsedFeed,
  ParsedIntegrity,
  ParsedLiveItem,
  ParsedShow,
  ParsedTxt,
  UpdateFrequency,
} from "./feed.ts";
export { groupByVantage, type Routable } from "./group-by-vantage.ts";
export type { AddressCheck, HostCheck } from "./host-check.ts";
export {
  codesOfKey,
  type FeedAspect,
  feedIncidentKeys,
  formatIncidentKey,
  hostIncidentKey,
  type IncidentKey,
  isHostFault,
  opensIncident,
  severityOfKey,
} from "./incident-key.ts";
export { isRefusedAlone, type Neighbours } from "./is-refused-alone.ts";
export { isSilenced, type Silence, type Trouble } from "./is-silenced.ts";
export { type CanaryLook, suspectFamilies } from "./judge-canaries.ts";
export {
  type FailingSubject,
  type FeedTestimony,
  type HostDecision,
  type HostPoll,
  hasHostRecovered,
  judgeHostPoll,
  voteMs,
} from "./judge-host-poll.ts";
export {
  bucketsPerDoubling,
  type LatencySketch,
  latencyBucketOf,
  latencyQuantile,
  mergeSketches,
} from "./latency-sketch.ts";
export {
  type AffectedEndpoint,
  type AffectedSample,
  type AffectedScope,
  type CertificateNoticeData,
  type DigestCertificate,
  type DigestIncident,
  type DigestNoticeData,
  type DigestPart,
  type DigestShow,
  type DigestWarning,
  digestType,
  type ExplainedFault,
  type FailingHop,
  type IncidentNoticeData,
  type NoticeType,
  noticeTypes,
  type ResolutionReason,
  type WrittenNoticeType,
} from "./notice.ts";
export { type BlamedHost, outcomeOfProbe, type ProbeJudgement } from "./outcome-of-probe.ts";
export {
  advancePace,
  fullPace,
  type HostSignal,
  type Pace,
  paceRestoredPerMs,
  paceShare,
  paceShareMin,
} from "./pace.ts";
export { type FailingPlace, type PlacedHop, placeFor } from "./place-for.ts";
export type {
  CertificateFacts,
  Hop,
  MediaEvidence,
  PhaseTimings,
  Probe,
  RangeEvidence,
  ServedTls,
} from "./probe.ts";
export { failuresToSetAside, retryAfterFailureMs } from "./retry-after-failure.ts";
export {
  adaptFeedPeriod,
  type FeedRhythm,
  type HostDueFacts,
  hotWithinMs,
  isHot,
  type Lane,
  type MediaDueFacts,
  type NextDue,
  newestPerFeed,
  nextFeedDue,
  nextHostDue,
  nextHotLook,
  nextMediaDue,
  type Periods,
  wishedFeedPeriod,
} from "./schedule.ts";
export { nextOnGrid, spreadMs } from "./spread.ts";
export {
  advanceHealth,
  type HealthRules,
  type HealthSignal,
  type HealthStep,
  isNearConfirmation,
  leaveToHost,
  type Outcome,
  relapseWindowMs,
  type SubjectHealth,
  soundHealth,
} from "./subject-health.ts";
export {
  formatDuration,
  formatInstant,
  type SummaryFacts,
  summarizeEnd,
  summarizeExpiry,
  summarizeRenewal,
  summarizeTrouble,
} from "./summarize-notice.ts";
export { type Verdict, verdictOf, worstVerdict } from "./verdict.ts";
