import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type ApiKey, apiKeysQuery } from "../../api/accounts.ts";
import { api, unwrap } from "../../api/client.ts";
import { useSession } from "../../api/session.ts";
import { Button } from "../../parts/button.tsx";
import { ConfirmDialog } from "../../parts/confirm-dialog.tsx";
import { ScrollPlace } from "../../parts/scroll-place.tsx";
import { Tag } from "../../parts/tag.tsx";
import { useNow } from "../../parts/use-now.ts";
import { When } from "../../parts/when.tsx";

/** Keys with their roles, last use and end. */
export function KeyTable({ keys }: { readonly keys: readonly ApiKey[] }) {
  const { key: own } = useSession();
  return (
    <div className="card table-card">
      <ScrollPlace className="table-scroll" label="API keys">
        <table className="table">
          <caption className="visually-hidden">API keys, newest first</caption>
          <thead>
            <tr>
              <th scope="col">Key</th>
              <th scope="col">Roles</th>
              <th scope="col">Made</th>
              <th scope="col">Last used</th>
              <th scope="col">State</th>
              <th scope="col">
                <span className="visually-hidden">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {keys.map((key) => (
              <KeyRow key={key.id} apiKey={key} isOwn={key.id === own.id} />
            ))}
          </tbody>
        </table>
      </ScrollPlace>
    </div>
  );
}

function KeyRow({ apiKey, isOwn }: { readonly apiKey: ApiKey; readonly isOwn: boolean }) {
  const now = useNow();
  const isExpired = apiKey.expiresAt !== null && Date.parse(apiKey.expiresAt) <= now;
  const isLive = apiKey.revokedAt === null && !isExpired;
  return (
    <tr className={isLive ? undefined : "row-spent"}>
      <td>
        <code>{apiKey.prefix}…</code> {isOwn && <Tag tone="accent">yours, now</Tag>}
      </td>
      <td>{apiKey.roles.join(", ")}</td>
      <td>
        <When at={apiKey.createdAt} />
      </td>
      <td>
        <When at={apiKey.lastUsedAt} />
      </td>
      <td>
        {apiKey.revokedAt !== null ? (
          <Tag>revoked</Tag>
        ) : isExpired ? (
          <Tag>expired</Tag>
        ) : apiKey.expiresAt === null ? (
          <Tag tone="good">live</Tag>
        ) : (
          <span>
            ends <When at={apiKey.expiresAt} />
          </span>
        )}
      </td>
      <td className="actions">{isLive && <Revoke apiKey={apiKey} isOwn={isOwn} />}</td>
    </tr>
  );
}

function Revoke({ apiKey, isOwn }: { readonly apiKey: ApiKey; readonly isOwn: boolean }) {
  const [isAsking, setAsking] = useState(false);
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => unwrap(api.DELETE("/v1/api-keys/{id}", { params: { path: { id: apiKey.id } } })),
    onSuccess: () => {
      setAsking(false);
      void client.invalidateQueries(apiKeysQuery);
    },
  });
  const own = isOwn ? " You are signed in with it, so you will be signed out." : "";
  return (
    <>
      <Button size="sm" look="quiet" aria-label={`Revoke ${apiKey.prefix}`} onClick={() => setAsking(true)}>
        Revoke
      </Button>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={`Revoke ${apiKey.prefix}…?`}
        consequence={`Programs that use it are refused at once, and it cannot be brought back.${own}`}
        deed="Revoke it"
        busy={revoke.isPending}
        error={revoke.error}
        onConfirm={() => revoke.mutate()}
      />
    </>
  );
}
