export { type BuildProberOptions, buildProber, type Prober } from "./build-prober.ts";
export { buildTlsJudge } from "./build-tls-judge.ts";
export type { HostTarget } from "./check-host.ts";
export type { Admit, HopHost } from "./follow-redirects.ts";
export { defaultProbeLimits, type ProbeLimits } from "./limits.ts";
export type { EnclosureTarget, ProbeOutcome } from "./probe-enclosure.ts";
export { redactSigned, redactUrl } from "./redact-url.ts";
export { type Sniffed, sniffMedia } from "./sniff-media.ts";
