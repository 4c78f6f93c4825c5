import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "wouter";
import { api, unwrap } from "../../api/client.ts";
import type { Delivery } from "../../api/webhooks.ts";
import { Button } from "../../parts/button.tsx";
import { count, formatInstant } from "../../parts/format.ts";
import { describeError } from "../../parts/problem-note.tsx";
import { Tag, type Tone } from "../../parts/tag.tsx";
import { toasts } from "../../parts/toasts.tsx";
import { When } from "../../parts/when.tsx";

const tones: Readonly<Record<Delivery["state"], Tone>> = {
  delivered: "good",
  pending: "neutral",
  failed: "bad",
  cancelled: "warn",
};

/** One delivery: what was sent and how it went; each attempt is folded in. */
export function DeliveryRow({
  delivery,
  canResend,
}: {
  readonly delivery: Delivery;
  readonly canResend: boolean;
}) {
  const { notice, attempts, state } = delivery;
  return (
    <details className="delivery">
      <summary>
        <Tag tone={tones[state]}>{state}</Tag>
        <span className="row-words">
          <strong>{notice.type}</strong>
          <span className="soft cut">{notice.summary}</span>
        </span>
        <span className="row-when soft">
          {count(attempts.length, "attempt")}, <When at={delivery.createdAt} />
        </span>
      </summary>
      <div className="delivery-body">
        <p>{notice.summary}</p>
        {notice.incidentId !== null && (
          <p>
            <Link href={`/incidents/${notice.incidentId}`}>The incident</Link>
          </p>
        )}
        <p className="soft small">
          webhook-id <code>{notice.id}</code>
          {delivery.nextAttemptAt !== null && state === "pending" && (
            <>
              , next attempt <When at={delivery.nextAttemptAt} />
            </>
          )}
        </p>
        <Attempts delivery={delivery} />
        {canResend && <Resend delivery={delivery} />}
      </div>
    </details>
  );
}

function Attempts({ delivery }: { readonly delivery: Delivery }) {
  if (delivery.attempts.length === 0) return <p className="soft">No attempt was made yet.</p>;
  return (
    <ol className="attempts">
      {delivery.attempts.map((attempt) => (
        <li key={`${attempt.number}:${attempt.at}`}>
          <div className="attempt-line">
            <strong>Attempt {attempt.number}</strong>
            <span>{attempt.status ?? attempt.error ?? "no answer"}</span>
            <span className="soft">{attempt.durationMs} ms</span>
            <time className="soft" dateTime={attempt.at}>
              {formatInstant(attempt.at)}
            </time>
          </div>
          {attempt.responseBody !== null && attempt.responseBody !== "" && (
            <pre className="response">
              <code>{attempt.responseBody}</code>
            </pre>
          )}
        </li>
      ))}
    </ol>
  );
}

function Resend({ delivery }: { readonly delivery: Delivery }) {
  const client = useQueryClient();
  const resend = useMutation({
    mutationFn: () =>
      unwrap(api.POST("/v1/deliveries/{id}/resend", { params: { path: { id: delivery.id } } })),
    onSuccess: () => {
      toasts.add({ title: "It is sent again, with the same webhook-id." });
      void client.invalidateQueries({ queryKey: ["deliveries", delivery.endpointId] });
    },
    onError: (error) => toasts.add({ title: describeError(error), type: "error" }),
  });
  return (
    <Button size="sm" busy={resend.isPending} onClick={() => resend.mutate()}>
      Send it again
    </Button>
  );
}
