import type { z } from "zod";
import {
  addressRanges,
  canaries,
  connectToEntries,
  duration,
  durations,
  keys32,
  nameServers,
  networks,
  number,
  oneOf,
  origins,
  pattern,
  readableFile,
  resolveEntries,
  secretPattern,
  url,
} from "./env-values.ts";

interface Variable<S extends z.ZodType = z.ZodType, D extends string | null = string | null> {
  readonly name: string;
  readonly schema: S;
  /** As it would be written in the environment; null when the variable may stay unset. */
  readonly default: D;
  readonly meaning: string;
}

function variable<S extends z.ZodType, const D extends string | null>(
  name: string,
  defaultText: D,
  schema: S,
  meaning: string,
): Variable<S, D> {
  return { name, default: defaultText, schema, meaning };
}

const logLevels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

/** Every environment variable there is, by the name its value has in `Env`. */
export const variables = {
  port: variable(
    "PORT",
    "8080",
    number({ min: 0, max: 65_535, whole: true }),
    "Port that the service listens on; 0 takes any free one.",
  ),
  host: variable(
    "HOST",
    "127.0.0.1",
    pattern(/^[^\s/]+$/, "a host name or an IP address"),
    "Address that the service listens on.",
  ),
  databaseUrl: variable(
    "DATABASE_URL",
    null,
    url(["postgres", "postgresql"]),
    "PostgreSQL to use. Unset, `earshot serve` starts an embedded one in EARSHOT_DATA_DIR.",
  ),
  redisUrl: variable(
    "REDIS_URL",
    null,
    url(["redis", "rediss"]),
    "Redis for the queues: the fleet's engine. Unset, the queues live in PostgreSQL.",
  ),
  dataDir: variable(
    "EARSHOT_DATA_DIR",
    ".earshot",
    pattern(/^[^\0]+$/, "a directory"),
    "Directory of the embedded PostgreSQL and of generated keys.",
  ),
  secretKey: variable(
    "EARSHOT_SECRET_KEY",
    null,
    keys32,
    "Encrypts stored secrets: 32 bytes in base64 or hexadecimal. Of several keys the first encrypts and all decrypt: to change it put a new one in front, restart every service, run `earshot admin reseal`, and take the old one away. Generated into the data directory when the database is embedded.",
  ),
  bootstrapKey: variable(
    "EARSHOT_BOOTSTRAP_KEY",
    null,
    secretPattern(
      /^[\x21-\x7e]+$/,
      "printable ASCII without spaces, since it travels in an Authorization header",
    ),
    "API key of the first account (publisher and ops in one). Unset, one is generated, printed, and kept in the data directory.",
  ),
  vantage: variable(
    "EARSHOT_VANTAGE",
    "local",
    pattern(/^[a-z0-9][a-z0-9._-]{0,62}$/i, "a short name of letters, digits, dots and hyphens"),
    "Name of the place this process checks from.",
  ),
  canaries: variable(
    "EARSHOT_CANARIES",
    "",
    canaries,
    "Hosts or URLs of at least three networks that tell whether this vantage itself is at fault.",
  ),
  allowAddresses: variable(
    "EARSHOT_ALLOW_ADDRESSES",
    "",
    addressRanges,
    "Non-public address ranges that feeds and enclosures may use, each CIDR or CIDR:port.",
  ),
  webhookAllowAddresses: variable(
    "EARSHOT_WEBHOOK_ALLOW_ADDRESSES",
    "",
    addressRanges,
    "Non-public address ranges that webhook endpoints may use, also over plain http, each CIDR or CIDR:port.",
  ),
  resolve: variable(
    "EARSHOT_RESOLVE",
    "",
    resolveEntries,
    "Addresses to use instead of the DNS, each host:port:address; an empty host or port matches any.",
  ),
  nameServers: variable(
    "EARSHOT_NAME_SERVERS",
    "",
    nameServers,
    "Name servers to ask, each address or address:port; those of the system unless set.",
  ),
  connectTo: variable(
    "EARSHOT_CONNECT_TO",
    "",
    connectToEntries,
    "Where to connect instead, each host:port:address:port; an empty host or port matches any.",
  ),
  extraCaFile: variable(
    "EARSHOT_EXTRA_CA_FILE",
    null,
    readableFile,
    "PEM file of certificate authorities to trust beside Mozilla's.",
  ),
  feedPeriodMs: variable("EARSHOT_FEED_PERIOD", "15m", duration(100), "How often each feed is fetched."),
  hostPeriodMs: variable(
    "EARSHOT_HOST_PERIOD",
    "60s",
    duration(100),
    "How often the certificates of a busy host are checked; quiet hosts every fifth time.",
  ),
  enclosurePeriodMs: variable(
    "EARSHOT_ENCLOSURE_PERIOD",
    "30m",
    duration(100),
    "How often the newest three episodes of each feed are probed.",
  ),
  cataloguePeriodMs: variable(
    "EARSHOT_CATALOGUE_PERIOD",
    "30d",
    duration(100),
    "Within which time every other episode is probed once.",
  ),
  confirmDelaysMs: variable(
    "EARSHOT_CONFIRM_DELAYS",
    "10s,30s",
    durations,
    "How long after a first failure it is probed again before an incident opens.",
  ),
  leaseMs: variable(
    "EARSHOT_LEASE",
    "90s",
    duration(1_000),
    "How long a worker keeps what it claimed without renewing: what a killed one had in hand is due again then.",
  ),
  hostRate: variable(
    "EARSHOT_HOST_RATE",
    "5",
    number({ min: 0.001, max: 10_000, whole: false }),
    "Most requests a second to one host, over the whole fleet.",
  ),
  hostConcurrency: variable(
    "EARSHOT_HOST_CONCURRENCY",
    "4",
    number({ min: 1, max: 1000, whole: true }),
    "Most requests in flight to one host, over the whole fleet.",
  ),
  addressRate: variable(
    "EARSHOT_ADDRESS_RATE",
    "20",
    number({ min: 0.1, max: 10_000, whole: false }),
    "Most handshakes a second that host checks make at one address, over the whole fleet and however many hosts share it.",
  ),
  coverageFloor: variable(
    "EARSHOT_COVERAGE_FLOOR",
    "0.95",
    number({ min: 0, max: 1, whole: false }),
    "Share of what is watched that must have been looked at within its period; below it ops are told.",
  ),
  smtpUrl: variable(
    "SMTP_URL",
    null,
    url(["smtp", "smtps"]),
    "Mail server for notices by e-mail, such as smtps://user:password@mail.example:465; options as nodemailer has them.",
  ),
  mailFrom: variable(
    "EARSHOT_MAIL_FROM",
    null,
    pattern(
      /^(?:[^<>\r\n]{1,100} <[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/,
      "an address, or a name and an address: Earshot <earshot@example.org>",
    ),
    "Sender of e-mail, whose mailbox somebody reads. Unset, the user of SMTP_URL if that is an address, else earshot at its host.",
  ),
  publicUrl: variable(
    "EARSHOT_PUBLIC_URL",
    null,
    url(["http", "https"]),
    "Where people reach this Earshot, for links in e-mail.",
  ),
  feedsMax: variable(
    "EARSHOT_FEEDS_MAX",
    "10000",
    number({ min: 1, max: 10_000_000, whole: true }),
    "Most feeds that one account may watch.",
  ),
  enclosuresMax: variable(
    "EARSHOT_ENCLOSURES_MAX",
    "2000000",
    number({ min: 1, max: 1_000_000_000, whole: true }),
    "Most enclosures in the feeds of one account; with more, it can register no further feed.",
  ),
  apiRateLimit: variable(
    "EARSHOT_API_RATE_LIMIT",
    "12000",
    number({ min: 0, max: 10_000_000, whole: true }),
    "Most requests a minute with one API key, in each process of the API; 0 sets no limit.",
  ),
  corsOrigins: variable(
    "EARSHOT_CORS_ORIGINS",
    "",
    origins,
    "Origins whose pages may call the API with a key, each such as https://tools.example.org.",
  ),
  trustProxy: variable(
    "EARSHOT_TRUST_PROXY",
    "",
    networks,
    "Reverse proxies before the API, each a CIDR or an address: what they say in X-Forwarded-For is believed, so that limits by address and logs know who asks. Nobody is believed unless named here.",
  ),
  logLevel: variable(
    "LOG_LEVEL",
    "info",
    oneOf(logLevels),
    `Least severe log line written: ${logLevels.join(", ")}.`,
  ),
} satisfies Record<string, Variable>;
