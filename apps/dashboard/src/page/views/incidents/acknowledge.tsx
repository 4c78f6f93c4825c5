import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "../../api/client.ts";
import { type IncidentDetail, incidentQuery, timelineQuery } from "../../api/incidents.ts";
import { Button } from "../../parts/button.tsx";
import { describeError } from "../../parts/problem-note.tsx";
import { toasts } from "../../parts/toasts.tsx";
import { When } from "../../parts/when.tsx";

/** Says that somebody has seen the incident; shown at once, and taken back if it could not be kept. */
export function Acknowledge({ incident }: { readonly incident: IncidentDetail }) {
  const client = useQueryClient();
  const { queryKey } = incidentQuery(incident.id);
  const acknowledge = useMutation({
    mutationFn: () =>
      unwrap(api.POST("/v1/incidents/{id}/acknowledge", { params: { path: { id: incident.id } } })),
    onMutate: () => client.setQueryData(queryKey, { ...incident, acknowledgedAt: new Date().toISOString() }),
    onSuccess: () => {
      for (const queryKey of [["incidents"], timelineQuery(incident.id).queryKey])
        void client.invalidateQueries({ queryKey });
    },
    onError: (error) => {
      client.setQueryData(queryKey, incident);
      toasts.add({ title: describeError(error), type: "error" });
    },
  });
  if (incident.acknowledgedAt !== null)
    return (
      <span className="soft">
        Acknowledged <When at={incident.acknowledgedAt} />
      </span>
    );
  if (incident.state === "resolved") return null;
  return <Button onClick={() => acknowledge.mutate()}>Acknowledge</Button>;
}
