export type { ApiDeps, ApiMetrics, ReadyReport } from "./api-deps.ts";
export { buildApi } from "./build-api.ts";
export type { ApiInstance } from "./http/api-instance.ts";
export { openApi } from "./open-api.ts";
export { describeApi } from "./openapi/describe-api.ts";
export { type ListenOptions, type RunningApi, startApi } from "./start-api.ts";
export { openUrlJudges, type UrlJudgeOptions, type UrlJudges } from "./urls/open-url-judges.ts";
export type { UrlJudge, UrlJudgement } from "./urls/url-judgement.ts";
