import { readFileSync } from "node:fs";
import { parseAddressRange, parseConnectTo, parseResolveOverride } from "@earshot/egress";
import { type Command, InvalidArgumentError, Option } from "commander";

/** The options that `parse`, `probe` and `check` share. */
export interface NetworkOptions {
  readonly json: boolean;
  readonly verbose: boolean;
  readonly resolve: readonly string[];
  readonly connectTo: readonly string[];
  /** PEM texts added to the trust store. */
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
    .option("--json", "print one JSON document a line, in input order", false)
    .option("--verbose", "say more: headers, certificates in PEM, equivalent commands", false)
    .addOption(
      repeatable(
        "--resolve <host:port:address>",
        "use this address for a name, as in curl",
        parseResolveOverride,
      ),
    )
    .addOption(
      repeatable(
        "--connect-to <host:port:address:port>",
        "connect there instead, as in curl; empty parts match any",
        parseConnectTo,
      ),
    )
    .addOption(collected("--cacert <file>", "trust the certificates in this PEM file as well", readPemFile))
    .addOption(
      repeatable(
        "--allow-address <cidr>",
        "allow a private address or range (CIDR or CIDR:port)",
        parseAddressRange,
      ),
    )
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
  if (/^\d{4}-\d{2}-\d{2}/.test(text) && !Number.isNaN(instant.getTime())) return instant;
  throw new InvalidArgumentError("It must be a date and time such as 2022-05-31T00:00:01Z.");
}

/** An option that may be given several times; each value is checked by `read` and kept as it was written. */
function repeatable(flags: string, description: string, read: (text: string) => unknown): Option {
  return collected(flags, description, (text) => {
    read(text);
    return text;
  });
}

function collected(flags: string, description: string, read: (text: string) => string): Option {
  return new Option(flags, `${description} (repeatable)`)
    .default([], "none")
    .argParser<string[]>((text, previous) => [...previous, orInvalid(() => read(text))]);
}

function orInvalid<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
}

function readPemFile(path: string): string {
  const pem = readFileSync(path, "utf8");
  if (pem.includes("-----BEGIN CERTIFICATE-----")) return pem;
  throw new Error(`${path} holds no certificate in PEM ("-----BEGIN CERTIFICATE-----").`);
}
