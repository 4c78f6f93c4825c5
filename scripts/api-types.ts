/**
 * Writes the types of the dashboard's API client from the OpenAPI document of this tree's API. With --check it only
 * says whether they are what they would be: `pnpm verify` fails on a drift between the two.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describeApi } from "@earshot/api";
import openapiTypescript, { astToString } from "openapi-typescript";

const path = "apps/dashboard/src/page/api/api-types.ts";
const file = join(import.meta.dirname, "..", path);
const head = "// Written by `pnpm api-types` from the API's OpenAPI document; do not edit.\n\n";

async function main(): Promise<number> {
  // Types say nothing of examples, which would be a third of the file.
  const document = JSON.parse(await describeApi(), (key, value) => (key === "example" ? undefined : value));
  const types = await openapiTypescript(document, { alphabetize: true });
  const text = head + astToString(types);
  if (!process.argv.includes("--check")) {
    writeFileSync(file, text);
    return 0;
  }
  if (readFileSync(file, "utf8") === text) return 0;
  console.error(`${path} is not what the API describes any more; run \`npx -y pnpm api-types\` and commit it.`);
  return 1;
}

process.exitCode = await main();
