import type { Schemas } from "../../api/client.ts";
import type { Endpoint } from "../../api/webhooks.ts";
import { count } from "../../parts/format.ts";

/** What an endpoint is set to; what is null wants all of them. */
export type EndpointWishes = Pick<Endpoint, "url" | "style" | "types" | "severities" | "feedIds">;
/** What of an endpoint is to change. */
export type EndpointChange = Schemas["WebhookEndpointChange"];

/** An endpoint that is being made: all notices, as our own JSON. */
export const newWishes: EndpointWishes = {
  url: "",
  style: "standard",
  types: null,
  severities: null,
  feedIds: null,
};

/** The body that makes an endpoint: what is null is left out. */
export function bodyOf({
  url,
  style,
  types,
  severities,
  feedIds,
}: EndpointWishes): Schemas["NewWebhookEndpoint"] {
  return {
    url,
    style,
    ...(types !== null && { types }),
    ...(severities !== null && { severities }),
    ...(feedIds !== null && { feedIds }),
  };
}

/** What differs between two settings, to be sent; null when nothing does. */
export function changeOf(before: EndpointWishes, after: EndpointWishes): EndpointChange | null {
  const change: EndpointChange = {
    ...(after.url !== before.url && { url: after.url }),
    ...(after.style !== before.style && { style: after.style }),
    ...(isOther(before.types, after.types) && { types: after.types }),
    ...(isOther(before.severities, after.severities) && { severities: after.severities }),
    ...(isOther(before.feedIds, after.feedIds) && { feedIds: after.feedIds }),
  };
  return Object.keys(change).length === 0 ? null : change;
}

function isOther(before: readonly string[] | null, after: readonly string[] | null): boolean {
  if (before === null || after === null) return before !== after;
  return [...before].sort().join() !== [...after].sort().join();
}

/** What an endpoint gets, in one sentence. */
export function describeWishes({
  types,
  severities,
  feedIds,
}: Omit<EndpointWishes, "url" | "style">): string {
  const what = types === null ? "all notices" : types.join(", ");
  const which =
    severities === null ? "" : `, of ${severities.map((one) => severityWords[one]).join(" and ")} only`;
  const whose = feedIds === null ? "" : `, about ${count(feedIds.length, "feed")} only`;
  return `Sends ${what}${which}${whose}.`;
}

const severityWords = { outage: "outages", warning: "warnings", info: "remarks" } as const;

/** Severities in words. */
export const severityChoices = [
  { value: "outage", words: "Outages: listeners or notices are hit" },
  { value: "warning", words: "Warnings: something should be mended" },
  { value: "info", words: "Remarks: good to know" },
] as const;
