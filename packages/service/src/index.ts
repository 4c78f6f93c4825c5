export { openBox } from "./open-box.ts";
export {
  type FoundationOptions,
  type Foundations,
  openFoundations,
  queueEngineOf,
  type ServiceEnv,
} from "./open-foundations.ts";
export { type Outside, openOutside, openWebhookEgress, ownUrlsOf } from "./open-outside.ts";
export { orStartError } from "./or-start-error.ts";
export { runService, type StartedService } from "./run-service.ts";
export type { Heartbeat } from "./start-heartbeat.ts";
