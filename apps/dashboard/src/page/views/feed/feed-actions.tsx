import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useLocation } from "wouter";
import { api, unwrap } from "../../api/client.ts";
import type { Feed } from "../../api/feeds.ts";
import { useSession } from "../../api/session.ts";
import { Button } from "../../parts/button.tsx";
import { ConfirmDialog } from "../../parts/confirm-dialog.tsx";
import { describeError } from "../../parts/problem-note.tsx";
import { toasts } from "../../parts/toasts.tsx";
import { FeedSettings } from "./feed-settings.tsx";
import { HoldDrill } from "./hold-drill.tsx";

/** What can be done with a feed: check it now, set it up, stop watching it. */
export function FeedActions({ feed }: { readonly feed: Feed }) {
  const { publisher } = useSession();
  const path = { params: { path: { id: feed.id } } };
  const check = useMutation({
    mutationFn: () => unwrap(api.POST("/v1/feeds/{id}/check", path)),
    onSuccess: () => toasts.add({ title: "A check is due now; results appear here as they come." }),
    onError: (error) => toasts.add({ title: describeError(error), type: "error" }),
  });
  return (
    <>
      <Button busy={check.isPending} onClick={() => check.mutate()}>
        Check now
      </Button>
      <FeedSettings feed={feed} />
      {feed.publisherId === publisher.id && <HoldDrill feed={feed} />}
      <StopWatching feed={feed} />
    </>
  );
}

function StopWatching({ feed }: { readonly feed: Feed }) {
  const [isAsking, setAsking] = useState(false);
  const client = useQueryClient();
  const [, go] = useLocation();
  const stop = useMutation({
    mutationFn: () => unwrap(api.DELETE("/v1/feeds/{id}", { params: { path: { id: feed.id } } })),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ["feeds"] });
      toasts.add({ title: `Earshot no longer watches ${feed.title ?? feed.url}.` });
      go("/");
      client.removeQueries({ queryKey: ["feed", feed.id] });
    },
  });
  return (
    <>
      <Button look="quiet" onClick={() => setAsking(true)}>
        Stop watching
      </Button>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title="Stop watching this feed?"
        consequence={`Earshot stops fetching ${feed.title ?? feed.url} and probing its episodes. Its open incidents are closed, and its history is deleted after 30 days.`}
        deed="Stop watching"
        busy={stop.isPending}
        error={stop.error}
        onConfirm={() => stop.mutate()}
      />
    </>
  );
}
