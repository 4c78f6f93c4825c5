import { closest, distance } from "fastest-levenshtein";
import type { z } from "zod";
import { variables } from "./env-variables.ts";
import { StartError } from "./start-error.ts";

type Variables = typeof variables;
type Field = keyof Variables;
type Output<F extends Field> = z.output<Variables[F]["schema"]>;

/** The environment, validated. Durations are in milliseconds; lists may be empty; what may stay unset is undefined. */
export type Env = {
  readonly [F in Field]: Variables[F]["default"] extends string ? Output<F> : Output<F> | undefined;
};

/** An `Env` in which the fields F are certainly set. */
export type EnvWith<F extends keyof Env> = Omit<Env, F> & {
  readonly [K in F]: Exclude<Env[K], undefined>;
};

/** One variable as documentation tells it. */
export interface EnvDescription {
  readonly name: string;
  /** As it would be written; null when the variable may stay unset. */
  readonly default: string | null;
  readonly meaning: string;
}

/** Everything that is wrong with the environment, one line for each mistake. */
export class EnvError extends StartError {
  override name = "EnvError" as const;
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    const count = problems.length === 1 ? "one mistake" : `${problems.length} mistakes`;
    super(`The environment has ${count}:\n${problems.map((problem) => `  ${problem}`).join("\n")}`);
    this.problems = problems;
  }
}

/** What a service asks of the environment beyond the defaults of the table. */
export interface EnvOptions<F extends keyof Env> {
  /** Other defaults than the table's, by variable name; the environment itself still wins. */
  readonly defaults?: Readonly<Record<string, string>>;
  /** Fields that must be set, such as `databaseUrl` in a service that runs alone. */
  readonly required?: readonly F[];
}

/**
 * Validates the environment; an empty value counts as unset.
 * @throws EnvError naming every mistake at once, unknown names that begin with EARSHOT_ included.
 */
export function readEnv<F extends keyof Env = never>(
  source: Readonly<Record<string, string | undefined>>,
  options: EnvOptions<F> = {},
): EnvWith<F> {
  const problems = findUnknownNames(source);
  const values: Partial<Record<Field, unknown>> = {};
  for (const [field, variable] of entriesOf(variables)) {
    const text = source[variable.name] || options.defaults?.[variable.name] || variable.default;
    if (text === null) {
      const isRequired = options.required?.some((required) => required === field) ?? false;
      if (isRequired) problems.push(`${variable.name}: must be set. ${variable.meaning}`);
      continue;
    }
    const parsed = variable.schema.safeParse(text);
    if (parsed.success) values[field] = parsed.data;
    else problems.push(...parsed.error.issues.map((issue) => `${variable.name}: ${issue.message}`));
  }
  if (problems.length > 0) throw new EnvError(problems);
  // Each field was parsed by its own schema just above; TypeScript cannot follow that through the loop.
  return values as EnvWith<F>;
}

/** Every environment variable with its default and meaning, in the order in which documentation should show them. */
export function describeEnv(): readonly EnvDescription[] {
  return Object.values(variables).map(({ name, default: text, meaning }) => ({
    name,
    default: text,
    meaning,
  }));
}

function findUnknownNames(source: Readonly<Record<string, string | undefined>>): string[] {
  const known: string[] = Object.values(variables).map(({ name }) => name);
  const unknown = Object.keys(source).filter((name) => name.startsWith("EARSHOT_") && !known.includes(name));
  return unknown.sort().map((name) => {
    const nearest = closest(name, known);
    const isNear = distance(name, nearest) <= 6;
    return `${name}: is no variable of Earshot's; ${isNear ? `did you mean ${nearest}?` : "remove it"}`;
  });
}

function entriesOf(table: Variables): [Field, Variables[Field]][] {
  // Object.entries widens the keys of a closed table to string.
  return Object.entries(table) as [Field, Variables[Field]][];
}
