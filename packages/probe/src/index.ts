export { type BuildProberOptions, buildProber, type Prober } from "./build-prober.ts";
export { buildTlsJudge, type TlsJudgeOptions } from "./build-tls-judge.ts";
export type { AdmitAddresses, HostTarget } from "./check-host.ts";
export {
  type CommandRoutes,
  equivalentCommands,
  type HandshakeTarget,
  handshakeCommands,
} from "./equivalent-commands.ts";
export type { Admit, HopHost } from "./follow-redirects.ts";
export { type HostRole, type KnownHost, knownHostOf } from "./host-roles.ts";
export { type HopSignal, hostSignalsOf } from "./host-signals-of.ts";
export { isBotChallenge } from "./judge-status.ts";
export { defaultProbeLimits, type ProbeLimits } from "./limits.ts";
export type { DocumentAnswer, DocumentTarget, OpenDocument } from "./open-document.ts";
export { type GuardOptions, openGuardedEgress, readOwnAddresses } from "./open-guarded-egress.ts";
export type { EnclosureTarget, ProbeOutcome } from "./probe-enclosure.ts";
export { redactSigned, redactUrl } from "./redact-url.ts";
export { type Sniffed, sniffMedia } from "./sniff-media.ts";
export { type VantageOptions, type VantageState, type VantageWatch, watchVantage } from "./watch-vantage.ts";
