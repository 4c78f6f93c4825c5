import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { ApiProblem } from "../../api/api-problem.ts";
import type { Schemas } from "../../api/client.ts";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { count } from "../../parts/format.ts";
import { describeError } from "../../parts/problem-note.tsx";
import { toasts } from "../../parts/toasts.tsx";

/** Registers every feed of an OPML file, and tells what became of each. */
export function ImportFeeds() {
  const client = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const load = useMutation({
    mutationFn: importOpml,
    onSuccess: () => void client.invalidateQueries({ queryKey: ["feeds"] }),
    onError: (error) => toasts.add({ title: describeError(error), type: "error" }),
  });
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".opml,.xml"
        hidden
        aria-label="OPML file"
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file !== undefined) load.mutate(file);
          target.value = "";
        }}
      />
      <Button busy={load.isPending} onClick={() => input.current?.click()}>
        Import OPML
      </Button>
      <Dialog open={load.data !== undefined} onOpenChange={(open) => !open && load.reset()} title="Import">
        {load.data !== undefined && <Result result={load.data} />}
        <div className="dialog-actions">
          <Button look="primary" onClick={load.reset}>
            Done
          </Button>
        </div>
      </Dialog>
    </>
  );
}

/** As it is: the API reads OPML itself, which its document's JSON types do not tell. */
async function importOpml(file: File): Promise<Schemas["ImportResult"]> {
  const headers = { "content-type": "text/x-opml" };
  const response = await fetch("/v1/feeds/import", { method: "POST", body: file, headers });
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) throw ApiProblem.of(response.status, body);
  return body as Schemas["ImportResult"];
}

function Result({ result }: { readonly result: Schemas["ImportResult"] }) {
  const refused = result.items.filter(({ outcome }) => outcome === "refused");
  return (
    <>
      <p>
        {count(result.created, "feed")} registered, {result.known} known already, {result.refused} refused.
      </p>
      {refused.length > 0 && (
        <ul className="plain-list">
          {refused.slice(0, 50).map(({ url, reason }) => (
            <li key={url}>
              <strong>{url}</strong> <span className="soft">{reason}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
