import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "../../api/client.ts";
import type { IncidentDetail } from "../../api/incidents.ts";
import { silencesQuery } from "../../api/silences.ts";
import { Button } from "../../parts/button.tsx";
import { describeError } from "../../parts/problem-note.tsx";
import { toasts } from "../../parts/toasts.tsx";

/** Withholds notices about one incident until it is lifted, or lifts that. */
export function Mute({ incident }: { readonly incident: IncidentDetail }) {
  const client = useQueryClient();
  const { data, isPending } = useQuery(silencesQuery);
  const muted = data?.items.find(({ active, incidentId }) => active && incidentId === incident.id);
  const onSuccess = () => {
    void client.invalidateQueries(silencesQuery);
    for (const list of ["incident", "timeline"])
      void client.invalidateQueries({ queryKey: [list, incident.id] });
  };
  const onError = (error: unknown) => toasts.add({ title: describeError(error), type: "error" });
  const mute = useMutation({
    mutationFn: () => unwrap(api.POST("/v1/silences", { body: { kind: "mute", incidentId: incident.id } })),
    onSuccess,
    onError,
  });
  const lift = useMutation({
    mutationFn: (id: string) => unwrap(api.DELETE("/v1/silences/{id}", { params: { path: { id } } })),
    onSuccess,
    onError,
  });
  if (incident.state === "resolved") return null;
  if (muted !== undefined)
    return (
      <Button busy={lift.isPending} onClick={() => lift.mutate(muted.id)}>
        Unmute
      </Button>
    );
  return (
    <Button look="quiet" busy={mute.isPending || isPending} onClick={() => mute.mutate()}>
      Mute
    </Button>
  );
}
