export { buildFault, type Fault, type FaultDetails } from "./fault.ts";
export {
  type CatalogueEntry,
  type FaultCode,
  faultCatalogue,
  type Locus,
  type Severity,
} from "./fault-catalogue.ts";
export type { FeedFormat, ParsedEnclosure, ParsedEpisode, ParsedFeed, ParsedShow } from "./feed.ts";
export type { AddressCheck, HostCheck } from "./host-check.ts";
export type {
  CertificateFacts,
  Hop,
  MediaEvidence,
  PhaseTimings,
  Probe,
  RangeEvidence,
  ServedTls,
} from "./probe.ts";
export { type Verdict, verdictOf, worstVerdict } from "./verdict.ts";
