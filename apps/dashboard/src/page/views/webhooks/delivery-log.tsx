import { useInfiniteQuery } from "@tanstack/react-query";
import { deliveriesQuery, type Endpoint } from "../../api/webhooks.ts";
import { LoadMore } from "../../parts/load-more.tsx";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { DeliveryRow } from "./delivery-row.tsx";
import { ResendSince } from "./resend-since.tsx";

/** What was sent to an endpoint, newest first, with every attempt. */
export function DeliveryLog({ endpoint }: { readonly endpoint: Endpoint }) {
  const query = useInfiniteQuery(deliveriesQuery(endpoint.id));
  const deliveries = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <section className="section" aria-labelledby="log-title">
      <div className="card-head">
        <h2 id="log-title">Deliveries</h2>
        {endpoint.enabled && <ResendSince endpoint={endpoint} />}
      </div>
      {query.isPending && <Skeleton rows={3} tall />}
      {query.isError && <ProblemNote error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && deliveries.length === 0 && (
        <p className="soft">Nothing was sent yet. Send a test to see that it arrives.</p>
      )}
      {deliveries.length > 0 && (
        <ul className="rows">
          {deliveries.map((delivery) => (
            <li key={delivery.id}>
              <DeliveryRow delivery={delivery} canResend={endpoint.enabled} />
            </li>
          ))}
        </ul>
      )}
      <LoadMore pages={query} />
    </section>
  );
}
