import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "../../api/client.ts";
import { type Silence, silencesQuery } from "../../api/silences.ts";
import { Button } from "../../parts/button.tsx";
import { formatInstant } from "../../parts/format.ts";
import { describeError } from "../../parts/problem-note.tsx";
import { Tag } from "../../parts/tag.tsx";
import { toasts } from "../../parts/toasts.tsx";
import { When } from "../../parts/when.tsx";
import { PlanMaintenance } from "./plan-maintenance.tsx";

/** Mutes and maintenance windows, past ones left out: while one holds, its incidents are shown and no notices are sent. */
export function SilenceList() {
  const { data } = useQuery(silencesQuery);
  const silences =
    data?.items.filter(({ active, startsAt }) => active || Date.parse(startsAt) > Date.now()) ?? [];
  return (
    <section className="section" aria-labelledby="silences-title">
      <div className="card-head">
        <h2 id="silences-title">Silences</h2>
        <PlanMaintenance />
      </div>
      {data !== undefined && silences.length === 0 && (
        <p className="soft">
          None. While a maintenance window or a mute holds, incidents are shown here and no notices are sent;
          what is still broken at its end is told then.
        </p>
      )}
      {silences.length > 0 && (
        <ul className="rows">
          {silences.map((silence) => (
            <SilenceRow key={silence.id} silence={silence} />
          ))}
        </ul>
      )}
    </section>
  );
}

function SilenceRow({ silence }: { readonly silence: Silence }) {
  const client = useQueryClient();
  const lift = useMutation({
    mutationFn: () => unwrap(api.DELETE("/v1/silences/{id}", { params: { path: { id: silence.id } } })),
    onSuccess: () => {
      toasts.add({ title: "It is lifted; what is still broken is told now." });
      void client.invalidateQueries(silencesQuery);
    },
    onError: (error) => toasts.add({ title: describeError(error), type: "error" }),
  });
  return (
    <li className="row-link">
      <span className="row-words">
        <strong>{scopeOf(silence)}</strong>
        <span className="soft">{silence.note}</span>
      </span>
      <span className="row-tags">
        <Tag>{silence.kind}</Tag>
        {silence.active ? <Tag tone="warn">holds now</Tag> : <Tag>to come</Tag>}
      </span>
      <span className="row-when soft">
        {silence.active ? (
          silence.endsAt === null ? (
            "until it is lifted"
          ) : (
            <span title={formatInstant(silence.endsAt)}>
              ends <When at={silence.endsAt} />
            </span>
          )
        ) : (
          <span title={formatInstant(silence.startsAt)}>
            begins <When at={silence.startsAt} />
          </span>
        )}
      </span>
      <Button size="sm" busy={lift.isPending} onClick={() => lift.mutate()}>
        Lift it
      </Button>
    </li>
  );
}

function scopeOf({ host, incidentId, feedId }: Silence): string {
  const parts = [
    host !== null && `incidents of ${host}`,
    incidentId !== null && "one incident",
    feedId !== null && "incidents of one feed alone",
  ].filter((part) => part !== false);
  const words = parts.length === 0 ? "all incidents" : parts.join(", ");
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
