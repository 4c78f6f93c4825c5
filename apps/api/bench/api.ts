import { parseArgs } from "node:util";
import { openScope } from "@earshot/runtime";
import { type BenchRequest, listRequests } from "./_routes.ts";
import { type BenchApi, openBenchStage } from "./_stage.ts";

/**
 * `pnpm bench api [--feeds 10000] [--enclosures 100] [--probes 10] [--small 100] [--rounds 15]` measures every GET route
 * of the API, through Fastify but without a network, on two databases of one PostgreSQL: one with so many feeds of so
 * many enclosures with so many probes each (1 million and 10 million as it stands), one with few feeds of the same
 * kind. Requests to the two alternate; the lower quartiles of their times are compared. It fails when a route takes more than twice its time there.
 */
const { values: options } = parseArgs({
  options: {
    feeds: { type: "string", default: "10000" },
    small: { type: "string", default: "100" },
    enclosures: { type: "string", default: "100" },
    probes: { type: "string", default: "10" },
    rounds: { type: "string", default: "15" },
  },
});
const rounds = Number(options.rounds);
const ratioMax = 2;
const print = (line: string) => process.stdout.write(`${line}\n`);
/** A quarter of the times are below it: what a busy machine does to the others is not the route's doing. */
const quartile = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 2] ?? 0;

const scope = openScope({ closeTimeoutMs: 60_000 });
try {
  await measure();
} finally {
  await scope.close();
}

async function measure(): Promise<void> {
  const open = await openBenchStage(scope);
  const each = {
    enclosuresPerFeed: Number(options.enclosures),
    probesPerEnclosure: Number(options.probes),
  };
  const startedAt = performance.now();
  const small = await open({ feeds: Number(options.small), ...each });
  const large = await open({ feeds: Number(options.feeds), ...each });
  print(`filled in ${Math.round((performance.now() - startedAt) / 1_000)} s: ${await describe(large)}`);
  const largeRequests = await listRequests(large);
  const smallRequests = await listRequests(small);
  print(
    `${"route".padEnd(66)} ${options.small?.padStart(7)} ${options.feeds?.padStart(7)}   ratio   (ms, lower quartile)`,
  );
  const slow: string[] = [];
  for (const [index, request] of largeRequests.entries()) {
    const other = smallRequests[index];
    if (other === undefined) throw new Error("both databases serve the same routes");
    const ratio = await compare({ small, request: other }, { large, request });
    if (!(ratio <= ratioMax)) slow.push(request.name);
  }
  print(
    slow.length === 0
      ? `every route: at most ${ratioMax} x`
      : `slower than ${ratioMax} x, or no answer: ${slow.join("; ")}`,
  );
  process.exitCode = slow.length === 0 ? 0 : 1;
}

async function compare(
  before: { readonly small: BenchApi; readonly request: BenchRequest },
  after: { readonly large: BenchApi; readonly request: BenchRequest },
): Promise<number> {
  const times: { readonly few: number[]; readonly many: number[] } = { few: [], many: [] };
  for (let round = -3; round < rounds; round++) {
    const few = await time(before.small, before.request);
    const many = await time(after.large, after.request);
    // The first rounds fill caches and plans.
    if (round >= 0) {
      times.few.push(few);
      times.many.push(many);
    }
  }
  const [few, many] = [quartile(times.few), quartile(times.many)];
  const ratio = many / few;
  print(
    `${after.request.name.padEnd(66)} ${few.toFixed(1).padStart(7)} ${many.toFixed(1).padStart(7)} ${ratio.toFixed(2).padStart(7)}${ratio <= ratioMax ? "" : "  !"}`,
  );
  return ratio;
}

async function time({ app }: BenchApi, { url, key }: BenchRequest): Promise<number> {
  const startedAt = performance.now();
  const answer = await app.inject({ url, headers: { authorization: `Bearer ${key}` } });
  const took = performance.now() - startedAt;
  // Told in the table, and a failure of the bench, but the other routes are measured still.
  return answer.statusCode === 200 ? took : Number.NaN;
}

async function describe(api: BenchApi): Promise<string> {
  const [row] = await api.query(
    "SELECT (SELECT count(*) FROM feeds) AS feeds, (SELECT count(*) FROM enclosures) AS enclosures, (SELECT count(*) FROM probes) AS probes",
  );
  return `${row?.["feeds"]} feeds, ${row?.["enclosures"]} enclosures, ${row?.["probes"]} probes`;
}
