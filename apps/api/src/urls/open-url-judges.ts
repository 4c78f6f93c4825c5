import {
  type AddressRange,
  buildAddressPolicy,
  type ConnectTo,
  openRouteFinder,
  parseAddressRange,
  type ResolveOverride,
  type RouteFinder,
} from "@earshot/egress";
import { buildFeedUrlJudge } from "./judge-feed-url.ts";
import { buildWebhookUrlJudge } from "./judge-webhook-url.ts";
import type { UrlJudge } from "./url-judgement.ts";

/** The operator's word on addresses, as the environment gives it. */
export interface UrlJudgeOptions {
  readonly allow: readonly AddressRange[];
  readonly webhookAllow: readonly AddressRange[];
  /** Our own interfaces, the store's and the queue's addresses. */
  readonly own: readonly AddressRange[];
  readonly resolve: readonly ResolveOverride[];
  readonly connectTo: readonly ConnectTo[];
  /** Name servers to ask; those of the system unless given. */
  readonly nameServers?: readonly string[];
}

/** The judges of feed and webhook URLs. */
export interface UrlJudges {
  readonly judgeFeedUrl: UrlJudge;
  readonly judgeWebhookUrl: UrlJudge;
  /** Gives up look-ups under way. */
  close(): void;
}

const everywhere = ["0.0.0.0/0", "::/0"].map(parseAddressRange);

/** Opens the judges, with the same rules that the guard follows when it connects. */
export function openUrlJudges(options: UrlJudgeOptions): UrlJudges {
  const { allow, webhookAllow, own, resolve, connectTo, nameServers = [] } = options;
  const finders: RouteFinder[] = [];
  function openGuard(rules: { allow: readonly AddressRange[]; own: readonly AddressRange[] }) {
    const policy = buildAddressPolicy(rules);
    const routes = openRouteFinder({ policy, resolve, connectTo, dnsServers: nameServers });
    finders.push(routes);
    return { policy, routes };
  }
  const feeds = openGuard({ allow, own });
  const webhooks = openGuard({ allow: webhookAllow, own });
  // Every address counts as our own, so only what the operator allowed passes.
  const allowedOnly = openGuard({ allow: webhookAllow, own: everywhere });
  return {
    judgeFeedUrl: buildFeedUrlJudge(feeds),
    judgeWebhookUrl: buildWebhookUrlJudge({ guard: webhooks, allowedRoutes: allowedOnly.routes }),
    close: () => {
      for (const finder of finders) finder.close();
    },
  };
}
