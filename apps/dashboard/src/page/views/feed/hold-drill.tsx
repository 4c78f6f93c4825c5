import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useLocation } from "wouter";
import { api, unwrap } from "../../api/client.ts";
import type { Feed } from "../../api/feeds.ts";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { ProblemNote } from "../../parts/problem-note.tsx";

const durationSeconds = 60;

/** Holds a fire drill: an incident that is none, told to one's own endpoints as a real one would be. */
export function HoldDrill({ feed }: { readonly feed: Feed }) {
  const client = useQueryClient();
  const [, go] = useLocation();
  const [isOpen, setOpen] = useState(false);
  const hold = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST("/v1/feeds/{id}/drill", { params: { path: { id: feed.id } }, body: { durationSeconds } }),
      ),
    onSuccess: ({ incidentId }) => {
      void client.invalidateQueries({ queryKey: ["incidents"] });
      go(`/incidents/${incidentId}`);
    },
  });
  const open = () => {
    hold.reset();
    setOpen(true);
  };
  return (
    <>
      <Button look="quiet" onClick={open}>
        Fire drill
      </Button>
      <Dialog
        open={isOpen}
        onOpenChange={setOpen}
        title="Hold a fire drill?"
        description="An incident that is none is opened for a minute. Your webhooks and e-mail get its beginning and its end, each marked as a drill, so you see whether the message reaches whoever must act. Nobody else is told, and it counts for nothing else."
      >
        {hold.error !== null && <ProblemNote error={hold.error} />}
        <div className="dialog-actions">
          <Button onClick={() => setOpen(false)}>Not now</Button>
          <Button look="primary" busy={hold.isPending} onClick={() => hold.mutate()}>
            Hold the drill
          </Button>
        </div>
      </Dialog>
    </>
  );
}
