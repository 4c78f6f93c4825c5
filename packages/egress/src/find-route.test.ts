import { expect, test } from "vitest";
import { buildAddressPolicy, parseAddressRange } from "./address-policy.ts";
import { deadlineIn } from "./deadline.ts";
import { findRoute } from "./find-route.ts";
import { NameResolver } from "./name-resolver.ts";
import { parseConnectTo, parseResolveOverride } from "./route-overrides.ts";

async function routeOf(resolve: readonly string[], connectTo: readonly string[] = []) {
  const resolver = new NameResolver({ servers: [], timeoutMs: 100, cacheMs: 0, lookupsPerDomainMax: 1 });
  const route = await findRoute(
    {
      policy: buildAddressPolicy({ allow: [parseAddressRange("127.0.0.0/8")] }),
      resolver,
      resolve: resolve.map(parseResolveOverride),
      connectTo: connectTo.map(parseConnectTo),
    },
    { hostname: "x.test", port: 8443 },
    deadlineIn(1_000),
  );
  resolver.close();
  return route.ok ? route.endpoints.map(({ address, port }) => `${address}:${port}`) : route.faults;
}

// What curl 7.88 does with the same words.
test.each<[readonly string[], string]>([
  [["x.test:8443:127.0.0.2", "x.test:8443:127.0.0.3"], "127.0.0.3:8443"],
  [["*:8443:127.0.0.2", "x.test:8443:127.0.0.3"], "127.0.0.3:8443"],
  [["x.test:8443:127.0.0.3", "*:8443:127.0.0.2"], "127.0.0.3:8443"],
  [["+x.test:8443:127.0.0.3"], "127.0.0.3:8443"],
  [["x.test:443:127.0.0.2", "::127.0.0.3"], "127.0.0.3:8443"],
])("of several overrides %j the last wins, and a name over any name", async (resolve, endpoint) => {
  expect(await routeOf(resolve)).toEqual([endpoint]);
});

test("of several places to connect to the first wins", async () => {
  const connectTo = ["x.test:8443:127.0.0.2:1443", "x.test:8443:127.0.0.3:2443"];
  expect(await routeOf([], connectTo)).toEqual(["127.0.0.2:1443"]);
});
