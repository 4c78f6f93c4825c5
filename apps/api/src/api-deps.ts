import type { Queue } from "@earshot/queue";
import type { Env, Metrics, ReadyReport } from "@earshot/runtime";
import type { SecretBox, Store } from "@earshot/storage";
import type { FastifyBaseLogger } from "fastify";
import type { UrlJudge } from "./urls/url-judgement.ts";

export type { ReadyReport };

/** The part of the process's metrics that the API writes to and shows. */
export type ApiMetrics = Pick<Metrics, "contentType" | "text" | "histogram" | "gauge">;

/** Everything that the API stands on. */
export interface ApiDeps {
  readonly store: Store;
  /** Opens and seals the URLs and secrets of webhook endpoints. */
  readonly box: SecretBox;
  readonly queue: Pick<Queue, "counts" | "throughput" | "boardQueues">;
  readonly metrics: ApiMetrics;
  readonly log: FastifyBaseLogger;
  readonly clock: () => Date;
  readonly ready: () => Promise<ReadyReport>;
  readonly judgeFeedUrl: UrlJudge;
  readonly judgeWebhookUrl: UrlJudge;
  /** Where this API is reached from outside, without a slash at the end: for the OpenAPI document. */
  readonly publicUrl: string;
  /** Where the built dashboard lies; beside this app when left out. */
  readonly dashboardDir?: string;
  /** The periods that coverage is measured against, and the bounds on what is asked of us. */
  readonly env: Pick<
    Env,
    | "feedPeriodMs"
    | "apiRateLimit"
    | "corsOrigins"
    | "trustProxy"
    | "feedsMax"
    | "enclosuresMax"
    | "enclosurePeriodMs"
    | "cataloguePeriodMs"
    | "hostPeriodMs"
    | "hostRate"
    | "coverageFloor"
  >;
}
