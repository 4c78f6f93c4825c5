import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { type Endpoint, endpointQuery } from "../../api/webhooks.ts";
import { count, formatInstant } from "../../parts/format.ts";
import { PageHead } from "../../parts/page-head.tsx";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { Tag } from "../../parts/tag.tsx";
import { When } from "../../parts/when.tsx";
import { DeliveryLog } from "./delivery-log.tsx";
import { EndpointActions } from "./endpoint-actions.tsx";
import { describeWishes } from "./endpoint-wishes.ts";

/** One endpoint: its state, what can be done with it, and the log of what was sent there. */
export function WebhookView({ id }: { readonly id: string }) {
  const { data: endpoint, error, refetch } = useQuery(endpointQuery(id));
  if (endpoint === undefined)
    return error === null ? (
      <Skeleton rows={5} tall />
    ) : (
      <ProblemNote error={error} retry={() => void refetch()} />
    );
  return (
    <>
      <PageHead
        title={endpoint.url.replace(/^mailto:/, "")}
        above={<Link href="/webhooks">Webhooks</Link>}
        lead={
          <span className="lead-line">
            {endpoint.enabled ? <Tag tone="good">enabled</Tag> : <Tag tone="warn">disabled</Tag>}
            <Tag>{endpoint.kind === "email" ? "e-mail" : endpoint.style}</Tag>
            <span>
              added <When at={endpoint.createdAt} />
            </span>
          </span>
        }
        actions={<EndpointActions endpoint={endpoint} />}
      />
      <DisabledNote endpoint={endpoint} />
      <FailingNote endpoint={endpoint} />
      <p className="soft">{describeWishes(endpoint)}</p>
      <DeliveryLog endpoint={endpoint} />
    </>
  );
}

function FailingNote({ endpoint }: { readonly endpoint: Endpoint }) {
  const { enabled, failingSince, failures, verified, kind } = endpoint;
  if (!enabled) return null;
  if (failingSince !== null)
    return (
      <div className="note note-warn">
        <strong>Nothing arrives here since {formatInstant(failingSince)}.</strong>{" "}
        {count(failures, "attempt")} failed; the log says how. After five days it is switched off.
      </div>
    );
  if (verified || kind === "email") return null;
  return <p className="note note-warn">Nothing has arrived at this URL yet: send a test.</p>;
}

function DisabledNote({ endpoint }: { readonly endpoint: Endpoint }) {
  if (endpoint.enabled) return null;
  return (
    <div className="note note-warn">
      <strong>Nothing is sent here.</strong> {endpoint.disabledReason ?? "It was switched off."} When it works
      again, enable it; what was missed can be sent again from the log.
    </div>
  );
}
