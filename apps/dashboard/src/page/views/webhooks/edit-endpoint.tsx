import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, unwrap } from "../../api/client.ts";
import { type Endpoint, endpointQuery, endpointsQuery } from "../../api/webhooks.ts";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { toasts } from "../../parts/toasts.tsx";
import { EndpointForm } from "./endpoint-form.tsx";
import { changeOf, type EndpointChange, type EndpointWishes } from "./endpoint-wishes.ts";

/** Changes where an endpoint leads, in which style, and what it gets. */
export function EditEndpoint({ endpoint }: { readonly endpoint: Endpoint }) {
  const client = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const save = useMutation({
    mutationFn: (body: EndpointChange) =>
      unwrap(api.PATCH("/v1/webhook-endpoints/{id}", { params: { path: { id: endpoint.id } }, body })),
    onSuccess: (changed) => {
      client.setQueryData(endpointQuery(endpoint.id).queryKey, changed);
      void client.invalidateQueries(endpointsQuery);
      setOpen(false);
      toasts.add({ title: "The endpoint is changed." });
    },
  });
  const submit = (wishes: EndpointWishes) => {
    const change = changeOf(endpoint, wishes);
    if (change === null) setOpen(false);
    else save.mutate(change);
  };
  return (
    <>
      <Button
        onClick={() => {
          save.reset();
          setOpen(true);
        }}
      >
        Edit
      </Button>
      <Dialog open={isOpen} onOpenChange={setOpen} title="Edit this endpoint">
        <EndpointForm
          wishes={endpoint}
          kind={endpoint.kind}
          deed="Save"
          busy={save.isPending}
          error={save.error}
          onSubmit={submit}
          onCancel={() => setOpen(false)}
        />
      </Dialog>
    </>
  );
}
