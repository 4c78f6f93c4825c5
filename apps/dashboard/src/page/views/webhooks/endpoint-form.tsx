import { type FormEvent, useState } from "react";
import { ApiProblem } from "../../api/api-problem.ts";
import { Button } from "../../parts/button.tsx";
import { Field } from "../../parts/field.tsx";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { ChooseFeeds } from "./choose-feeds.tsx";
import { ChooseSome } from "./choose-some.tsx";
import { type EndpointWishes, severityChoices } from "./endpoint-wishes.ts";
import { noticeChoices } from "./notice-types.ts";

const styles = [
  { style: "standard", words: "Standard Webhooks (JSON, signed)" },
  { style: "slack", words: "A Slack incoming webhook" },
  { style: "discord", words: "A Discord webhook" },
] as const;

/** An endpoint's settings, to be made or changed. */
export interface EndpointFormProps {
  readonly wishes: EndpointWishes;
  /** An e-mail address has neither URL nor style of its publisher's choice. */
  readonly kind: "webhook" | "email";
  readonly deed: string;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onSubmit: (wishes: EndpointWishes) => void;
  readonly onCancel: () => void;
}

/** Where notices go, in which shape, and which of them. */
export function EndpointForm(props: EndpointFormProps) {
  const { kind, deed, busy, error, onSubmit, onCancel } = props;
  const [wishes, setWishes] = useState(props.wishes);
  const change = (part: Partial<EndpointWishes>) => setWishes((before) => ({ ...before, ...part }));
  const { types, severities, feedIds } = wishes;
  const isNothing = [types, severities, feedIds].some((list) => list?.length === 0);
  const errors = errorsOf(error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit({ ...wishes, url: wishes.url.trim() });
  };
  return (
    <form onSubmit={submit} className="stack">
      {kind === "webhook" && <Target wishes={wishes} onChange={change} error={errors.url} />}
      <ChooseSome
        legend="Notices to send"
        choices={typeChoices}
        chosen={types}
        onChange={(chosen) => change({ types: chosen && [...chosen] })}
      />
      <ChooseSome
        legend="How grave"
        choices={severityChoices}
        chosen={severities}
        onChange={(chosen) => change({ severities: chosen && [...chosen] })}
      />
      <ChooseFeeds
        feedIds={feedIds}
        onChange={(chosen) => change({ feedIds: chosen && [...chosen] })}
        error={errors.feedIds}
      />
      {error !== null && errors.url === undefined && errors.feedIds === undefined && (
        <ProblemNote error={error} />
      )}
      <div className="dialog-actions">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" look="primary" busy={busy} disabled={isNothing}>
          {deed}
        </Button>
      </div>
    </form>
  );
}

const typeChoices = noticeChoices.map(({ type, words }) => ({
  value: type,
  words: (
    <>
      {words} <code className="soft">{type}</code>
    </>
  ),
}));

function errorsOf(error: unknown): { readonly url?: string; readonly feedIds?: string } {
  if (!(error instanceof ApiProblem) || error.status !== 422) return {};
  const [url, feedIds] = [error.fieldError("url"), error.fieldError("feedIds")];
  if (url === undefined && feedIds === undefined) return { url: error.message };
  return { ...(url !== undefined && { url }), ...(feedIds !== undefined && { feedIds }) };
}

interface TargetProps {
  readonly wishes: EndpointWishes;
  readonly onChange: (part: Partial<EndpointWishes>) => void;
  readonly error: string | undefined;
}

function Target({ wishes, onChange, error }: TargetProps) {
  return (
    <>
      <Field
        label="URL"
        name="url"
        placeholder="https://example.org/hooks/earshot"
        required
        value={wishes.url}
        onChange={(url) => onChange({ url })}
        error={error}
        hint="It must answer 2xx within 15 seconds."
      />
      <label className="field">
        <span className="field-label">Style</span>
        <select
          className="input"
          value={wishes.style}
          onChange={({ target }) => onChange({ style: styles[target.selectedIndex]?.style ?? "standard" })}
        >
          {styles.map((one) => (
            <option key={one.style} value={one.style}>
              {one.words}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}
