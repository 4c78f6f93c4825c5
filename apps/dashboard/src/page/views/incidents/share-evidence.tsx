import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, unwrap } from "../../api/client.ts";
import { evidenceLinksQuery } from "../../api/evidence.ts";
import type { IncidentDetail } from "../../api/incidents.ts";
import { Button } from "../../parts/button.tsx";
import { CodeLine } from "../../parts/code-line.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { formatInstant } from "../../parts/format.ts";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { When } from "../../parts/when.tsx";

/** Hands the evidence to somebody without an account: as a page to print, or by a link that can be revoked. */
export function ShareEvidence({ incident }: { readonly incident: IncidentDetail }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <div className="share">
      <a
        className="button button-quiet button-sm"
        href={`/v1/incidents/${incident.id}/evidence.html`}
        target="_blank"
        rel="noreferrer"
      >
        Print
      </a>
      <Button size="sm" onClick={() => setOpen(true)}>
        Share with the host
      </Button>
      <Dialog
        open={isOpen}
        onOpenChange={setOpen}
        title="Share the evidence"
        description="A link shows the evidence, and nothing else, to whoever has it: for your host's support, who need no account."
      >
        <Links incidentId={incident.id} />
      </Dialog>
    </div>
  );
}

function Links({ incidentId }: { readonly incidentId: string }) {
  const client = useQueryClient();
  const links = useQuery(evidenceLinksQuery(incidentId));
  const reload = () => void client.invalidateQueries(evidenceLinksQuery(incidentId));
  const make = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST("/v1/incidents/{id}/evidence-links", {
          params: { path: { id: incidentId } },
          body: { days: 30 },
        }),
      ),
    onSuccess: reload,
  });
  const revoke = useMutation({
    mutationFn: (id: string) => unwrap(api.DELETE("/v1/evidence-links/{id}", { params: { path: { id } } })),
    onSuccess: reload,
  });
  const error = make.error ?? revoke.error;
  return (
    <>
      {make.data === undefined ? (
        <Button look="primary" busy={make.isPending} onClick={() => make.mutate()}>
          Make a link for 30 days
        </Button>
      ) : (
        <>
          <CodeLine text={make.data.url} label="link" />
          <p className="soft small">It is shown only now.</p>
        </>
      )}
      {error !== null && <ProblemNote error={error} />}
      <ul className="plain-list">
        {links.data?.items.map((link) => (
          <li key={link.id} className="share-link">
            <span title={formatInstant(link.expiresAt)}>
              A link that ends <When at={link.expiresAt} />
              <span className="soft">
                {link.openedAt === null ? (
                  ", not opened yet"
                ) : (
                  <>
                    , last opened <When at={link.openedAt} />
                  </>
                )}
              </span>
            </span>
            <Button size="sm" look="quiet" busy={revoke.isPending} onClick={() => revoke.mutate(link.id)}>
              Revoke
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}
