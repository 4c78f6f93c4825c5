import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { ApiProblem } from "../../api/api-problem.ts";
import { api, unwrap } from "../../api/client.ts";
import { type NewSilence, silencesQuery } from "../../api/silences.ts";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { Field } from "../../parts/field.tsx";
import { ProblemNote } from "../../parts/problem-note.tsx";

/** Plans a window in which no notices are sent, for one host or for everything. */
export function PlanMaintenance() {
  const client = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const plan = useMutation({
    mutationFn: (body: NewSilence) => unwrap(api.POST("/v1/silences", { body })),
    onSuccess: () => {
      setOpen(false);
      void client.invalidateQueries(silencesQuery);
    },
  });
  const open = () => {
    plan.reset();
    setOpen(true);
  };
  return (
    <>
      <Button size="sm" onClick={open}>
        Plan maintenance
      </Button>
      <Dialog
        open={isOpen}
        onOpenChange={setOpen}
        title="Plan maintenance"
        description="Incidents are recorded and shown meanwhile, but no notices are sent. Times are in UTC."
      >
        <WindowForm
          busy={plan.isPending}
          error={plan.error}
          onSubmit={plan.mutate}
          onCancel={() => setOpen(false)}
        />
      </Dialog>
    </>
  );
}

interface WindowFormProps {
  readonly busy: boolean;
  readonly error: unknown;
  readonly onSubmit: (silence: NewSilence) => void;
  readonly onCancel: () => void;
}

const hourMs = 3_600_000;

/** As an input for a day and a time takes it, in UTC. */
function inputTime(ms: number): string {
  return new Date(ms).toISOString().slice(0, "2026-11-25T17:30".length);
}

function WindowForm({ busy, error, onSubmit, onCancel }: WindowFormProps) {
  const [host, setHost] = useState("");
  const [startsAt, setStartsAt] = useState(() => inputTime(Date.now()));
  const [endsAt, setEndsAt] = useState(() => inputTime(Date.now() + 2 * hourMs));
  const [note, setNote] = useState("");
  const problem = error instanceof ApiProblem ? error : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit({
      kind: "maintenance",
      startsAt: `${startsAt}:00Z`,
      endsAt: `${endsAt}:00Z`,
      ...(host.trim() !== "" && { host: host.trim() }),
      ...(note.trim() !== "" && { note: note.trim() }),
    });
  };
  const hasFieldErrors = problem !== null && problem.errors.length > 0;
  return (
    <form className="stack" onSubmit={submit}>
      <Field
        label="Host"
        name="host"
        placeholder="media.example.org"
        value={host}
        onChange={setHost}
        error={problem?.fieldError("host")}
        hint="Only incidents of this host; of everything when left out."
      />
      <Field
        label="Begins (UTC)"
        name="startsAt"
        type="datetime-local"
        required
        value={startsAt}
        onChange={setStartsAt}
        error={problem?.fieldError("startsAt")}
      />
      <Field
        label="Ends (UTC)"
        name="endsAt"
        type="datetime-local"
        required
        value={endsAt}
        onChange={setEndsAt}
        error={problem?.fieldError("endsAt")}
      />
      <Field label="Note" name="note" value={note} onChange={setNote} error={problem?.fieldError("note")} />
      {error !== null && !hasFieldErrors && <ProblemNote error={error} />}
      <div className="dialog-actions">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" look="primary" busy={busy}>
          Plan it
        </Button>
      </div>
    </form>
  );
}
