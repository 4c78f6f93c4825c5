import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useLocation } from "wouter";
import { api, unwrap } from "../../api/client.ts";
import { deliveriesQuery, type Endpoint, endpointQuery, endpointsQuery } from "../../api/webhooks.ts";
import { Button } from "../../parts/button.tsx";
import { ConfirmDialog } from "../../parts/confirm-dialog.tsx";
import { describeError } from "../../parts/problem-note.tsx";
import { toasts } from "../../parts/toasts.tsx";
import { EditEndpoint } from "./edit-endpoint.tsx";
import { RotateSecret } from "./rotate-secret.tsx";

/** What can be done with an endpoint. */
export function EndpointActions({ endpoint }: { readonly endpoint: Endpoint }) {
  return (
    <>
      {endpoint.enabled && <SendTest endpoint={endpoint} />}
      <EditEndpoint endpoint={endpoint} />
      <Switch endpoint={endpoint} />
      {endpoint.kind === "webhook" && (
        <>
          <RotateSecret endpoint={endpoint} />
          <DeleteEndpoint endpoint={endpoint} />
        </>
      )}
    </>
  );
}

function SendTest({ endpoint }: { readonly endpoint: Endpoint }) {
  const client = useQueryClient();
  const test = useMutation({
    mutationFn: () =>
      unwrap(api.POST("/v1/webhook-endpoints/{id}/test", { params: { path: { id: endpoint.id } } })),
    onSuccess: () => {
      toasts.add({ title: "A test is on its way; it appears in the log." });
      void client.invalidateQueries({ queryKey: deliveriesQuery(endpoint.id).queryKey });
    },
    onError: (error) => toasts.add({ title: describeError(error), type: "error" }),
  });
  return (
    <Button look="primary" busy={test.isPending} onClick={() => test.mutate()}>
      Send a test
    </Button>
  );
}

/** Shown at once, and taken back if it could not be kept. */
function Switch({ endpoint }: { readonly endpoint: Endpoint }) {
  const client = useQueryClient();
  const { queryKey } = endpointQuery(endpoint.id);
  const change = useMutation({
    mutationFn: (enabled: boolean) =>
      unwrap(
        api.PATCH("/v1/webhook-endpoints/{id}", { params: { path: { id: endpoint.id } }, body: { enabled } }),
      ),
    onMutate: (enabled) => client.setQueryData(queryKey, { ...endpoint, enabled }),
    onSuccess: (changed) => {
      client.setQueryData(queryKey, changed);
      void client.invalidateQueries(endpointsQuery);
    },
    onError: (error) => {
      client.setQueryData(queryKey, endpoint);
      toasts.add({ title: describeError(error), type: "error" });
    },
  });
  return (
    <Button look={endpoint.enabled ? "plain" : "primary"} onClick={() => change.mutate(!endpoint.enabled)}>
      {endpoint.enabled ? "Disable" : "Enable"}
    </Button>
  );
}

function DeleteEndpoint({ endpoint }: { readonly endpoint: Endpoint }) {
  const [isAsking, setAsking] = useState(false);
  const client = useQueryClient();
  const [, go] = useLocation();
  const remove = useMutation({
    mutationFn: () =>
      unwrap(api.DELETE("/v1/webhook-endpoints/{id}", { params: { path: { id: endpoint.id } } })),
    onSuccess: () => {
      toasts.add({ title: "The endpoint is deleted." });
      go("/webhooks");
      void client.invalidateQueries(endpointsQuery);
    },
  });
  return (
    <>
      <Button look="quiet" onClick={() => setAsking(true)}>
        Delete
      </Button>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title="Delete this endpoint?"
        consequence={`Nothing is sent to ${endpoint.url} any more, not even what is on its way.`}
        deed="Delete it"
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate()}
      />
    </>
  );
}
