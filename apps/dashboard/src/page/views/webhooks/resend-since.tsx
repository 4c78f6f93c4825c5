import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, unwrap } from "../../api/client.ts";
import { deliveriesQuery, type Endpoint } from "../../api/webhooks.ts";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { Field } from "../../parts/field.tsx";
import { count } from "../../parts/format.ts";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { toasts } from "../../parts/toasts.tsx";

const dayMs = 86_400_000;

/** Sends everything since an instant again, for a receiver that lost or missed it. */
export function ResendSince({ endpoint }: { readonly endpoint: Endpoint }) {
  const client = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [since, setSince] = useState(() => new Date(Date.now() - dayMs).toISOString().slice(0, 16));
  const resend = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST("/v1/webhook-endpoints/{id}/resend", {
          params: { path: { id: endpoint.id } },
          body: { since: `${since}:00Z` },
        }),
      ),
    onSuccess: ({ deliveries, hasMore }) => {
      setOpen(false);
      const more = hasMore ? "; there are more, so ask again for the rest" : "";
      toasts.add({ title: `${count(deliveries, "notice")} on the way again${more}.` });
      void client.invalidateQueries({ queryKey: deliveriesQuery(endpoint.id).queryKey });
    },
  });
  return (
    <>
      <Button size="sm" onClick={() => setOpen(true)}>
        Send all since…
      </Button>
      <Dialog
        open={isOpen}
        onOpenChange={setOpen}
        title="Send again"
        description="Every notice since then, with the same webhook-ids, so that a receiver can drop what it has. What it missed while it was disabled is included."
      >
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            resend.mutate();
          }}
        >
          <Field
            label="Since (UTC)"
            name="since"
            type="datetime-local"
            required
            value={since}
            onChange={setSince}
          />
          {resend.error !== null && <ProblemNote error={resend.error} />}
          <div className="dialog-actions">
            <Button onClick={() => setOpen(false)}>Cancel</Button>
            <Button type="submit" look="primary" busy={resend.isPending}>
              Send them
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}
