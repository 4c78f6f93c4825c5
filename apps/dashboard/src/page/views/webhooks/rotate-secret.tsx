import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api, unwrap } from "../../api/client.ts";
import type { Endpoint } from "../../api/webhooks.ts";
import { Button } from "../../parts/button.tsx";
import { ConfirmDialog } from "../../parts/confirm-dialog.tsx";
import { formatInstant } from "../../parts/format.ts";
import { SecretDialog } from "./secret-dialog.tsx";

/** Makes a new secret for an endpoint, and shows it once. */
export function RotateSecret({ endpoint }: { readonly endpoint: Endpoint }) {
  const [isAsking, setAsking] = useState(false);
  const rotate = useMutation({
    mutationFn: () =>
      unwrap(api.POST("/v1/webhook-endpoints/{id}/rotate-secret", { params: { path: { id: endpoint.id } } })),
    onSuccess: () => setAsking(false),
  });
  const until = rotate.data === undefined ? "" : formatInstant(rotate.data.previousSignsUntil);
  return (
    <>
      <Button
        onClick={() => {
          rotate.reset();
          setAsking(true);
        }}
      >
        Rotate the secret
      </Button>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title="Rotate the secret?"
        consequence="A new secret is made. For 24 hours notices carry both signatures, so that nothing is missed while you replace the old one."
        deed="Rotate it"
        busy={rotate.isPending}
        error={rotate.error}
        onConfirm={() => rotate.mutate()}
      />
      <SecretDialog
        title="The new secret"
        secret={rotate.data?.secret ?? null}
        name="secret"
        advice={`It is shown only now. The one before signs along until ${until}.`}
        onDone={rotate.reset}
      />
    </>
  );
}
