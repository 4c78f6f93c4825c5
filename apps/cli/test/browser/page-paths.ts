import type { Scene } from "./play-scene.ts";

/** Every page of the dashboard, by name, for somebody with both roles. */
export function pagePaths(scene: Scene): Readonly<Record<string, string>> {
  const { feedId, deadFeedId, enclosureId, incidentId, endpointId, hostname } = scene;
  return {
    feeds: "/",
    feed: `/feeds/${feedId}`,
    enclosure: `/feeds/${deadFeedId}/enclosures/${enclosureId}`,
    host: `/hosts/${hostname}`,
    incidents: "/incidents",
    incident: `/incidents/${incidentId}`,
    certificates: "/certificates",
    webhooks: "/webhooks",
    webhook: `/webhooks/${endpointId}`,
    keys: "/keys",
    queues: "/ops/queues",
    coverage: "/ops/coverage",
    vantages: "/ops/vantages",
    requests: "/ops/requests",
    hosts: "/ops/hosts",
    publishers: "/ops/publishers",
    "not-found": "/no/such/page",
  };
}
