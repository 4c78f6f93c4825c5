export { openBox } from "./open-box.ts";
export {
  type FoundationOptions,
  type Foundations,
  openFoundations,
  queueEngineOf,
  type ServiceEnv,
} from "./open-foundations.ts";
export {
  type Outside,
  openOutside,
  openWebhookEgress,
  ownUrlsOf,
  type WebhookEgress,
} from "./open-outside.ts";
export { orSetAside, type SetAsideDeps } from "./or-set-aside.ts";
export { orStartError } from "./or-start-error.ts";
export { runService, type StartedService } from "./run-service.ts";
export type { Heartbeat } from "./start-heartbeat.ts";
export { type StartWorker, startWorkers, type WorkersDeps, workAt } from "./start-workers.ts";
export { hostPatienceMs, type WorkEnv, workTermsOf } from "./work-terms.ts";
