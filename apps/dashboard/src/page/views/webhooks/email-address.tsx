import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { type Account, accountQuery } from "../../api/accounts.ts";
import { ApiProblem } from "../../api/api-problem.ts";
import { api, unwrap } from "../../api/client.ts";
import { useSession } from "../../api/session.ts";
import { endpointsQuery } from "../../api/webhooks.ts";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { Field } from "../../parts/field.tsx";
import { ProblemNote } from "../../parts/problem-note.tsx";

/** The e-mail address that gets every notice. Ops set it, since they vouch that it is the publisher's. */
export function EmailAddress({ account }: { readonly account: Account }) {
  const isOps = useSession().roles.includes("ops");
  return (
    <div className="field">
      <span className="field-label">E-mail</span>
      <span className="setting-line">
        <span className={account.email === null ? "soft" : undefined}>{account.email ?? "No address"}</span>
        {isOps && <ChangeAddress account={account} />}
      </span>
      {!isOps && (
        <span className="field-hint">
          Whoever runs this Earshot sets it, and vouches that it is yours: ask them to change it.
        </span>
      )}
    </div>
  );
}

function ChangeAddress({ account }: { readonly account: Account }) {
  const client = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [email, setEmail] = useState("");
  const save = useMutation({
    mutationFn: (address: string | null) =>
      unwrap(
        api.PATCH("/v1/publishers/{id}", { params: { path: { id: account.id } }, body: { email: address } }),
      ),
    onSuccess: () => {
      void client.invalidateQueries(accountQuery);
      void client.invalidateQueries(endpointsQuery);
      setOpen(false);
    },
  });
  const fieldError = save.error instanceof ApiProblem ? save.error.fieldError("email") : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(email.trim() === "" ? null : email.trim());
  };
  return (
    <>
      <Button
        onClick={() => {
          save.reset();
          setEmail(account.email ?? "");
          setOpen(true);
        }}
      >
        Change
      </Button>
      <Dialog open={isOpen} onOpenChange={setOpen} title="E-mail address of this account">
        <form className="stack" onSubmit={submit}>
          <Field
            label="E-mail for notices"
            name="email"
            type="email"
            value={email}
            onChange={setEmail}
            error={fieldError}
            hint="Every notice goes there as well. Empty: no mail."
          />
          {save.error !== null && fieldError === undefined && <ProblemNote error={save.error} />}
          <div className="dialog-actions">
            <Button onClick={() => setOpen(false)}>Cancel</Button>
            <Button type="submit" look="primary" busy={save.isPending}>
              Save
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}
