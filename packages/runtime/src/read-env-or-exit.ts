import { type Env, EnvError, type EnvOptions, type EnvWith, readEnv } from "./read-env.ts";

/** As `readEnv`, for a `main.ts`: prints every mistake on standard error and exits with 2. */
export function readEnvOrExit<F extends keyof Env = never>(
  source: Readonly<Record<string, string | undefined>>,
  options: EnvOptions<F> = {},
): EnvWith<F> {
  try {
    return readEnv(source, options);
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(2);
  }
}
