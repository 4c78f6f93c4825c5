export { type CheckHostsDeps, type ClaimedHosts, checkHosts } from "./check-hosts.ts";
export { type CheckRecorder, openCheckRecorder } from "./open-check-recorder.ts";
export { openProbeRecorder, type ProbeRecorder } from "./open-probe-recorder.ts";
export { type ClaimedMedia, type ProbeEnclosuresDeps, probeEnclosures } from "./probe-enclosures.ts";
export { type Checker, type CheckerDeps, startChecker } from "./start-checker.ts";
