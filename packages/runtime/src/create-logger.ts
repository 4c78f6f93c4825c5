import { type DestinationStream, type Logger, pino } from "pino";
import { build as buildPretty } from "pino-pretty";
import { redactText } from "./redact-text.ts";

/** Keys whose values never reach a log, at the top of a line and one or two levels down. */
const secretKeys = [
  "authorization",
  "cookie",
  "password",
  "secret",
  "secretKey",
  "secrets",
  "key",
  "apiKey",
  "bootstrapKey",
  "token",
  "signature",
];

const secretHeaders = ["set-cookie", "x-api-key", "proxy-authorization"];

const redactPaths = ["", "*", "*.*"].flatMap((parent) => [
  ...secretKeys.map((key) => (parent === "" ? key : `${parent}.${key}`)),
  ...secretHeaders.map((header) => `${parent}["${header}"]`),
]);

/** How to log. */
export interface LoggerOptions {
  /** Least severe level written: a pino level or `silent`. */
  readonly level: string;
  /** Name of the process, on every line. */
  readonly name: string;
  /** Where lines go; standard error unless given, since standard output is for data. */
  readonly destination?: DestinationStream;
}

/**
 * A JSON logger with ISO 8601 times, on standard error; readable lines instead of JSON when that is a terminal.
 * Secrets are removed: by key (`authorization`, `secret`, `key` …), and in any text the values of signed query
 * parameters, passwords in URLs, bearer tokens and webhook secrets.
 */
export function createLogger(options: LoggerOptions): Logger {
  return pino(
    {
      name: options.name,
      level: options.level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: redactPaths, censor: "[redacted]" },
      hooks: { streamWrite: redactText },
    },
    options.destination ?? openStandardError(),
  );
}

function openStandardError(): DestinationStream {
  // Written synchronously, so that the last lines before an exit are not lost.
  if (!process.stderr.isTTY) return pino.destination({ fd: 2, sync: true });
  return buildPretty({
    destination: 2,
    sync: true,
    colorize: true,
    ignore: "pid,hostname",
    translateTime: "SYS:HH:MM:ss.l",
  });
}
