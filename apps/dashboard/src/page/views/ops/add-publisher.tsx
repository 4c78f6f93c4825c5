import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { ApiProblem } from "../../api/api-problem.ts";
import { api, unwrap } from "../../api/client.ts";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { Field } from "../../parts/field.tsx";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { toasts } from "../../parts/toasts.tsx";

/** Makes an account; its first key is made from its row. */
export function AddPublisher() {
  const client = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const add = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST("/v1/publishers", {
          body: { name: name.trim(), ...(email.trim() !== "" && { email: email.trim() }) },
        }),
      ),
    onSuccess: () => {
      setOpen(false);
      toasts.add({ title: `${name.trim()} is there now. Make a key for it from its row.` });
      void client.invalidateQueries({ queryKey: ["fleet-publishers"] });
    },
  });
  const problem = add.error instanceof ApiProblem ? add.error : null;
  const nameError = problem?.fieldError("name");
  const emailError = problem?.fieldError("email");
  const open = () => {
    add.reset();
    setName("");
    setEmail("");
    setOpen(true);
  };
  return (
    <>
      <Button look="primary" onClick={open}>
        <Plus size={16} aria-hidden="true" /> Add a publisher
      </Button>
      <Dialog open={isOpen} onOpenChange={setOpen} title="Add a publisher">
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            add.mutate();
          }}
        >
          <Field label="Name" name="name" required value={name} onChange={setName} error={nameError} />
          <Field
            label="E-mail for notices"
            name="email"
            type="email"
            value={email}
            onChange={setEmail}
            error={emailError}
            hint="Gets every notice; you vouch that it is theirs. May be left out."
          />
          {add.error !== null && nameError === undefined && emailError === undefined && (
            <ProblemNote error={add.error} />
          )}
          <div className="dialog-actions">
            <Button onClick={() => setOpen(false)}>Cancel</Button>
            <Button type="submit" look="primary" busy={add.isPending}>
              Add it
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}
