import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { type FormEvent, useState } from "react";
import { ApiProblem } from "../../api/api-problem.ts";
import { api, unwrap } from "../../api/client.ts";
import { endpointsQuery } from "../../api/webhooks.ts";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { Field } from "../../parts/field.tsx";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { type NoticeType, noticeChoices } from "./notice-types.ts";
import { SecretDialog } from "./secret-dialog.tsx";

const styles = [
  { style: "standard", words: "Standard Webhooks (JSON, signed)" },
  { style: "slack", words: "A Slack incoming webhook" },
  { style: "discord", words: "A Discord webhook" },
] as const;

type Style = (typeof styles)[number]["style"];

/** Makes a webhook endpoint, and shows its secret once. */
export function AddEndpoint() {
  const client = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const add = useMutation({
    mutationFn: (body: { url: string; style: Style; types?: NoticeType[] }) =>
      unwrap(api.POST("/v1/webhook-endpoints", { body })),
    onSuccess: (made) => {
      setOpen(false);
      setSecret(made.secret);
      void client.invalidateQueries(endpointsQuery);
    },
  });
  return (
    <>
      <Button
        look="primary"
        onClick={() => {
          add.reset();
          setOpen(true);
        }}
      >
        <Plus size={16} aria-hidden="true" /> Add an endpoint
      </Button>
      <Dialog open={isOpen} onOpenChange={setOpen} title="Add a webhook endpoint">
        <EndpointForm
          busy={add.isPending}
          error={add.error}
          onSubmit={(body) => add.mutate(body)}
          onCancel={() => setOpen(false)}
        />
      </Dialog>
      <SecretDialog
        title="The endpoint's secret"
        secret={secret}
        name="secret"
        advice="Verify notices with it, with any library of Standard Webhooks. It is shown only now; should it be lost, rotate it."
        onDone={() => setSecret(null)}
      />
    </>
  );
}

interface EndpointFormProps {
  readonly busy: boolean;
  readonly error: unknown;
  readonly onSubmit: (body: { url: string; style: Style; types?: NoticeType[] }) => void;
  readonly onCancel: () => void;
}

function EndpointForm({ busy, error, onSubmit, onCancel }: EndpointFormProps) {
  const [url, setUrl] = useState("");
  const [style, setStyle] = useState<Style>("standard");
  const [types, setTypes] = useState<readonly NoticeType[]>(noticeChoices.map(({ type }) => type));
  const urlError =
    error instanceof ApiProblem && error.status === 422
      ? (error.fieldError("url") ?? error.message)
      : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit({ url: url.trim(), style, ...(types.length < noticeChoices.length && { types: [...types] }) });
  };
  return (
    <form onSubmit={submit} className="stack">
      <Field
        label="URL"
        name="url"
        placeholder="https://example.org/hooks/earshot"
        required
        value={url}
        onChange={setUrl}
        error={urlError}
        hint="It must answer 2xx within 15 seconds."
      />
      <label className="field">
        <span className="field-label">Style</span>
        <select
          className="input"
          value={style}
          onChange={({ target }) => setStyle(styles[target.selectedIndex]?.style ?? "standard")}
        >
          {styles.map((one) => (
            <option key={one.style} value={one.style}>
              {one.words}
            </option>
          ))}
        </select>
      </label>
      <TypeChoice types={types} onChange={setTypes} />
      {error !== null && urlError === undefined && <ProblemNote error={error} />}
      <div className="dialog-actions">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" look="primary" busy={busy} disabled={types.length === 0}>
          Add it
        </Button>
      </div>
    </form>
  );
}

function TypeChoice(props: {
  readonly types: readonly NoticeType[];
  readonly onChange: (types: readonly NoticeType[]) => void;
}) {
  const { types, onChange } = props;
  return (
    <fieldset className="checks">
      <legend className="field-label">Notices to send</legend>
      {noticeChoices.map(({ type, words }) => (
        <label key={type}>
          <input
            type="checkbox"
            checked={types.includes(type)}
            onChange={({ target }) =>
              onChange(target.checked ? [...types, type] : types.filter((one) => one !== type))
            }
          />
          {words} <code className="soft">{type}</code>
        </label>
      ))}
    </fieldset>
  );
}
