export type { Logger } from "pino";
export { checkReady, type ReadyReport } from "./check-ready.ts";
export { createLogger, type LoggerOptions } from "./create-logger.ts";
export { createMetrics, type Metrics } from "./create-metrics.ts";
export { buildListenError, describeListenError, type ListenAddress } from "./describe-listen-error.ts";
export { type EventLoopLag, measureEventLoopLag } from "./measure-event-loop-lag.ts";
export {
  type Closeable,
  CloseError,
  openScope,
  type Scope,
  ScopeClosedError,
  type ScopeOptions,
} from "./open-scope.ts";
export {
  describeEnv,
  type Env,
  type EnvDescription,
  EnvError,
  type EnvOptions,
  type EnvWith,
  readEnv,
} from "./read-env.ts";
export { readEnvOrExit } from "./read-env-or-exit.ts";
export { redactText } from "./redact-text.ts";
export { renderEnvExample } from "./render-env-example.ts";
export { type ProcessControl, type ProcessOptions, runProcess } from "./run-process.ts";
export { StartError } from "./start-error.ts";
export { type Loop, type LoopHealth, type LoopOptions, startLoop } from "./start-loop.ts";
export { type OpsServer, type OpsServerOptions, startOpsServer } from "./start-ops-server.ts";
