import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { api, unwrap } from "../../api/client.ts";
import { endpointsQuery } from "../../api/webhooks.ts";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { EndpointForm } from "./endpoint-form.tsx";
import { bodyOf, type EndpointWishes, newWishes } from "./endpoint-wishes.ts";
import { SecretDialog } from "./secret-dialog.tsx";

/** Makes a webhook endpoint, and shows its secret once. */
export function AddEndpoint() {
  const client = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const add = useMutation({
    mutationFn: (wishes: EndpointWishes) =>
      unwrap(api.POST("/v1/webhook-endpoints", { body: bodyOf(wishes) })),
    onSuccess: (made) => {
      setOpen(false);
      setSecret(made.secret);
      void client.invalidateQueries(endpointsQuery);
    },
  });
  return (
    <>
      <Button
        look="primary"
        onClick={() => {
          add.reset();
          setOpen(true);
        }}
      >
        <Plus size={16} aria-hidden="true" /> Add an endpoint
      </Button>
      <Dialog open={isOpen} onOpenChange={setOpen} title="Add a webhook endpoint">
        <EndpointForm
          wishes={newWishes}
          kind="webhook"
          deed="Add it"
          busy={add.isPending}
          error={add.error}
          onSubmit={add.mutate}
          onCancel={() => setOpen(false)}
        />
      </Dialog>
      <SecretDialog
        title="The endpoint's secret"
        secret={secret}
        name="secret"
        advice="Verify notices with it, with any library of Standard Webhooks. It is shown only now; should it be lost, rotate it."
        onDone={() => setSecret(null)}
      />
    </>
  );
}
