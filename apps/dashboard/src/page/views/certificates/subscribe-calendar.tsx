import { useMutation } from "@tanstack/react-query";
import { api, unwrap } from "../../api/client.ts";
import { Button } from "../../parts/button.tsx";
import { describeError } from "../../parts/problem-note.tsx";
import { toasts } from "../../parts/toasts.tsx";
import { SecretDialog } from "../webhooks/secret-dialog.tsx";

/** Opens a calendar of certificate deadlines that any calendar program can subscribe to; its address is shown once. */
export function SubscribeCalendar() {
  const subscribe = useMutation({
    mutationFn: () => unwrap(api.POST("/v1/calendar")),
    onError: (error) => toasts.add({ title: describeError(error), type: "error" }),
  });
  return (
    <>
      <Button busy={subscribe.isPending} onClick={() => subscribe.mutate()}>
        Subscribe in a calendar
      </Button>
      <SecretDialog
        title="Your calendar's address"
        secret={subscribe.data?.url ?? null}
        name="calendar address"
        advice="Subscribe to it in your calendar program. Whoever has it can read your deadlines; it is shown only now, and an address from before no longer works."
        onDone={subscribe.reset}
      />
    </>
  );
}
