import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { apiKeysQuery } from "../../api/accounts.ts";
import { api, unwrap } from "../../api/client.ts";
import { useSession } from "../../api/session.ts";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { Field } from "../../parts/field.tsx";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { SecretDialog } from "../webhooks/secret-dialog.tsx";

const roleWords = {
  publisher: "Publisher: this account's feeds, incidents and webhooks",
  ops: "Ops: everybody's things, queues, accounts",
} as const;

type Role = keyof typeof roleWords;

/** A key to be made. */
export interface NewKey {
  readonly roles: readonly Role[];
  readonly expiresAt: string | null;
}

/** Makes a key of one's own account, or of another one for ops, and shows it once. */
export function MakeKey({
  publisherId,
  look = "primary",
}: {
  readonly publisherId?: string;
  readonly look?: "primary" | "quiet";
}) {
  const client = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const make = useMutation({
    mutationFn: ({ roles, expiresAt }: NewKey) =>
      unwrap(
        api.POST("/v1/api-keys", {
          body: {
            roles: [...roles],
            ...(publisherId !== undefined && { publisherId }),
            ...(expiresAt !== null && { expiresAt }),
          },
        }),
      ),
    onSuccess: () => {
      setOpen(false);
      void client.invalidateQueries(apiKeysQuery);
    },
  });
  return (
    <>
      <Button
        look={look}
        size={look === "primary" ? "md" : "sm"}
        onClick={() => {
          make.reset();
          setOpen(true);
        }}
      >
        <Plus size={16} aria-hidden="true" /> Make a key
      </Button>
      <Dialog open={isOpen} onOpenChange={setOpen} title="Make a key">
        <KeyForm
          busy={make.isPending}
          error={make.error}
          onSubmit={make.mutate}
          onCancel={() => setOpen(false)}
        />
      </Dialog>
      <SecretDialog
        title="The new key"
        secret={make.data?.key ?? null}
        name="key"
        advice="It is shown only now. Store it where your other secrets are."
        onDone={make.reset}
      />
    </>
  );
}

interface KeyFormProps {
  readonly busy: boolean;
  readonly error: unknown;
  readonly onSubmit: (key: NewKey) => void;
  readonly onCancel: () => void;
}

function KeyForm({ busy, error, onSubmit, onCancel }: KeyFormProps) {
  const session = useSession();
  const offered = session.roles.includes("ops") ? (["publisher", "ops"] as const) : (["publisher"] as const);
  const [roles, setRoles] = useState<readonly Role[]>(["publisher"]);
  const [day, setDay] = useState("");
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit({ roles, expiresAt: day === "" ? null : `${day}T23:59:59.000Z` });
      }}
    >
      <fieldset className="checks">
        <legend className="field-label">Roles</legend>
        {offered.map((role) => (
          <label key={role}>
            <input
              type="checkbox"
              checked={roles.includes(role)}
              onChange={({ target }) =>
                setRoles(target.checked ? [...roles, role] : roles.filter((one) => one !== role))
              }
            />
            {roleWords[role]}
          </label>
        ))}
      </fieldset>
      <Field
        label="Last day"
        name="expiresAt"
        type="date"
        value={day}
        onChange={setDay}
        hint="Without one it lives until it is revoked."
      />
      {error !== null && <ProblemNote error={error} />}
      <div className="dialog-actions">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" look="primary" busy={busy} disabled={roles.length === 0}>
          Make it
        </Button>
      </div>
    </form>
  );
}
