import { useQuery } from "@tanstack/react-query";
import { Mail, Webhook as WebhookIcon } from "lucide-react";
import { Link } from "wouter";
import { type Endpoint, endpointsQuery } from "../../api/webhooks.ts";
import { curlLine, EmptyState } from "../../parts/empty-state.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { Tag } from "../../parts/tag.tsx";
import { AddEndpoint } from "./add-endpoint.tsx";
import { NoticeSettings } from "./notice-settings.tsx";

/** Where notices go. */
export function WebhooksView() {
  const { data, error, refetch } = useQuery(endpointsQuery);
  return (
    <>
      <PageHead
        title="Webhooks"
        lead="Where Earshot tells you that something broke, and that it is over."
        actions={<AddEndpoint />}
      />
      {error !== null && <ProblemNote error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton rows={3} tall />}
      {data?.items.length === 0 && (
        <EmptyState
          title="No endpoints yet"
          command={curlLine("POST", "/v1/webhook-endpoints", { url: "https://example.org/hooks/earshot" })}
        >
          Add a URL of yours, or an incoming webhook of Slack or Discord. Each notice is signed after Standard
          Webhooks, tried again for more than a day, and logged with every attempt.
        </EmptyState>
      )}
      {data !== undefined && data.items.length > 0 && (
        <ul className="rows">
          {data.items.map((endpoint) => (
            <li key={endpoint.id}>
              <EndpointRow endpoint={endpoint} />
            </li>
          ))}
        </ul>
      )}
      <NoticeSettings />
    </>
  );
}

function EndpointRow({ endpoint }: { readonly endpoint: Endpoint }) {
  const Icon = endpoint.kind === "email" ? Mail : WebhookIcon;
  return (
    <Link href={`/webhooks/${endpoint.id}`} className="row-link">
      <Icon size={18} strokeWidth={1.8} aria-hidden="true" />
      <span className="row-words">
        <strong className="cut">{endpoint.url.replace(/^mailto:/, "")}</strong>
        <span className="soft">{endpoint.types === null ? "All notices" : endpoint.types.join(", ")}</span>
      </span>
      <span className="row-tags">
        {endpoint.style !== "standard" && <Tag>{endpoint.style}</Tag>}
        {endpoint.enabled ? <Tag tone="good">enabled</Tag> : <Tag tone="warn">disabled</Tag>}
      </span>
    </Link>
  );
}
