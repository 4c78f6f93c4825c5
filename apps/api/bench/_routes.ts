import { type Operation, openContract } from "../test/open-contract.ts";
import type { BenchApi } from "./_stage.ts";

/** One request that is measured. */
export interface BenchRequest {
  readonly name: string;
  readonly url: string;
  readonly key: string;
}

/**
 * No list and no detail: an endless stream, a file of all feeds, coverage, which reads everything once a minute; and
 * what needs evidence or links that a filled database has none of.
 */
const leftOut: readonly string[] = ["/v1/events", "/v1/feeds/export", "/v1/ops/coverage"];
const leftOutEnds: readonly RegExp[] = [/\/evidence$/, /evidence-links/, /\{token\}/];

/** Queries beside the bare routes: what a dashboard asks for. */
const further = [
  ["/v1/feeds", "limit=100"],
  ["/v1/feeds", "search=Show 5&limit=10"],
  ["/v1/feeds", "verdict=unreachable"],
  ["/v1/feeds", "order=worst"],
  ["/v1/feeds", "standing=unreachable&order=worst"],
  ["/v1/feeds/{id}/enclosures", "limit=200"],
  ["/v1/incidents", "state=resolved"],
  ["/v1/hosts", "search=h1"],
] as const;

/** Every GET route of the document that answers with JSON, as a publisher and, where it differs, as ops. */
export async function listRequests(api: BenchApi): Promise<readonly BenchRequest[]> {
  const { operations } = await openContract(api.app);
  const routes = operations.filter(
    ({ method, path, answers }) =>
      method === "GET" &&
      answers.includes("application/json") &&
      !leftOut.includes(path) &&
      !leftOutEnds.some((end) => end.test(path)),
  );
  const ids = { ...(await readIds(api)), silences: await addSilence(api, operations) };
  const variants = routes.flatMap((route) => [
    { route, query: "" },
    ...further.filter(([path]) => path === route.path).map(([, query]) => ({ route, query: `?${query}` })),
  ]);
  return variants.flatMap(({ route, query }) =>
    keysFor(api, route).map(({ as, key }) => ({
      name: `${route.path}${query} as ${as}`,
      url: encodeURI(`${fill(route.path, ids)}${query}`),
      key,
    })),
  );
}

function keysFor({ publisherKey, opsKey }: BenchApi, { roles }: Operation) {
  const ops = { as: "ops", key: opsKey };
  const publisher = { as: "publisher", key: publisherKey };
  if (roles?.includes("ops")) return [ops];
  return roles?.includes("publisher") ? [publisher] : [publisher, ops];
}

function fill(path: string, ids: Readonly<Record<string, string>>): string {
  return path.replace(/\{\w+\}/, ids[path.split("/")[2] ?? ""] ?? "");
}

async function addSilence(
  { app, publisherKey }: BenchApi,
  operations: readonly Operation[],
): Promise<string> {
  const { example } = operations.find(({ name }) => name === "POST /v1/silences") ?? {};
  const headers = { authorization: `Bearer ${publisherKey}` };
  const answer = await app.inject({ method: "POST", url: "/v1/silences", headers, payload: example ?? {} });
  return answer.json().id;
}

/** One of each kind, in the middle of all there are. */
async function readIds(api: BenchApi): Promise<Readonly<Record<string, string>>> {
  const idOf = async (from: string) => {
    const [row] = await api.query(`SELECT id FROM ${from}`);
    return String(row?.["id"] ?? "");
  };
  const feeds = await idOf("subscriptions WHERE feed_id = (SELECT max(id) / 2 FROM feeds)");
  return {
    feeds,
    status: feeds,
    enclosures: await idOf("enclosures WHERE media_id = (SELECT max(id) / 2 FROM media)"),
    hosts: await idOf("hosts WHERE hostname = 'h1.example'"),
    incidents: await idOf("incidents LIMIT 1"),
    deliveries: await idOf("deliveries LIMIT 1"),
    "webhook-endpoints": await idOf("endpoints LIMIT 1"),
    publishers: await idOf("publishers LIMIT 1"),
  };
}
