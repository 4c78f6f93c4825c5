import { readFileSync } from "node:fs";
import { type Command, InvalidArgumentError, Option } from "commander";

/** The options that `parse`, `probe` and `check` share. */
export interface NetworkOptions {
  readonly json: boolean;
  readonly verbose: boolean;
  readonly resolve: readonly string[];
  readonly connectTo: readonly string[];
  /** PEM files added to the trust store. */
  readonly cacert: readonly string[];
  readonly allowAddress: readonly string[];
  /** For one input, the whole chain. */
  readonly timeout: number;
  readonly concurrency: number;
  /** Certificates are judged as of this instant; undefined means the real present. */
  readonly now?: Date;
}

const timeoutSecondsMax = 3_600;
const concurrencyMax = 512;

/** Adds the shared options to a command. A value that cannot be used ends the program with exit code 2. */
export function addNetworkOptions(command: Command): Command {
  return command
    .hook("preAction", (_program, action) => judgeRoutes(action))
    .option("--json", "print one JSON document a line, in input order", false)
    .option("--verbose", "say more: headers, certificates in PEM, equivalent commands", false)
    .addOption(repeatable(routeFlags.resolve, "use this address for a name, as in curl"))
    .addOption(repeatable(routeFlags.connectTo, "connect there instead, as in curl; empty parts match any"))
    .addOption(repeatable("--cacert <file>", "trust the certificates in this PEM file as well", readPemFile))
    .addOption(repeatable(routeFlags.allowAddress, "allow a private address or range (CIDR or CIDR:port)"))
    .addOption(
      new Option("--timeout <seconds>", "time for one input, its whole redirect chain")
        .argParser(numberBetween(0.1, timeoutSecondsMax))
        .default(30),
    )
    .addOption(
      new Option("--concurrency <n>", "inputs at a time")
        .argParser(wholeNumberBetween(1, concurrencyMax))
        .default(16),
    )
    .addOption(
      new Option("--now <iso8601>", "judge certificates as of this instant").argParser(parseInstant),
    );
}

/** A parser for whole numbers within bounds, for commander. */
export function wholeNumberBetween(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= least && value <= most && text.trim() !== "") return value;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}

function numberBetween(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (Number.isFinite(value) && value >= least && value <= most && text.trim() !== "") return value;
    throw new InvalidArgumentError(`It must be a number of seconds from ${least} to ${most}.`);
  };
}

function parseInstant(text: string): Date {
  const instant = new Date(text);
  // A day that its month does not have would silently become one of the next month.
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split("-").map(Number);
  const isDay = new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day;
  if (/^\d{4}-\d{2}-\d{2}/.test(text) && isDay && !Number.isNaN(instant.getTime())) return instant;
  throw new InvalidArgumentError("It must be a date and time such as 2022-05-31T00:00:01Z.");
}

const routeFlags = {
  resolve: "--resolve <host:port:address>",
  connectTo: "--connect-to <host:port:address:port>",
  allowAddress: "--allow-address <cidr>",
} as const;

/** Routes are judged once all options are read, because their parsers bring the whole egress, which few calls of `parse` need. */
async function judgeRoutes(command: Command): Promise<void> {
  const options = command.opts<NetworkOptions>();
  if (Object.keys(routeFlags).every((name) => command.getOptionValueSource(name) !== "cli")) return;
  const egress = await import("@earshot/egress");
  const judges = {
    resolve: egress.parseResolveOverride,
    connectTo: egress.parseConnectTo,
    allowAddress: egress.parseAddressRange,
  };
  for (const name of ["resolve", "connectTo", "allowAddress"] as const) {
    for (const text of options[name]) {
      try {
        judges[name](text);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        command.error(`error: option '${routeFlags[name]}' argument '${text}' is invalid. ${reason}`);
      }
    }
  }
}

/** An option that may be given several times; each value is checked by `read`, where given, and kept as it was written. */
function repeatable(flags: string, description: string, read?: (text: string) => unknown): Option {
  return new Option(flags, `${description} (repeatable)`)
    .default([], "none")
    .argParser<string[]>((text, previous) => {
      if (read !== undefined) orInvalid(() => read(text));
      return [...previous, text];
    });
}

function orInvalid<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
}

/** Reads a file of certificates in PEM. Throws an Error when it cannot be read or holds none. */
export function readPemFile(path: string): string {
  const pem = readFileSync(path, "utf8");
  if (pem.includes("-----BEGIN CERTIFICATE-----")) return pem;
  throw new Error(`${path} holds no certificate in PEM ("-----BEGIN CERTIFICATE-----").`);
}
