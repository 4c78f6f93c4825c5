import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, unwrap } from "../../api/client.ts";
import { type Feed, feedQuery } from "../../api/feeds.ts";
import { Button } from "../../parts/button.tsx";
import { CodeLine } from "../../parts/code-line.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { Field } from "../../parts/field.tsx";
import { ProblemNote } from "../../parts/problem-note.tsx";

/** What a publisher may set about a feed: labels, whether to be told when no episode comes, and the public status. */
export function FeedSettings({ feed }: { readonly feed: Feed }) {
  const client = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const save = useMutation({
    mutationFn: (body: { labels: string[]; watchStaleness: boolean; publicStatus: boolean }) =>
      unwrap(api.PATCH("/v1/feeds/{id}", { params: { path: { id: feed.id } }, body })),
    onSuccess: (changed) => {
      client.setQueryData(feedQuery(feed.id).queryKey, changed);
      void client.invalidateQueries({ queryKey: ["feeds"] });
      setOpen(false);
    },
  });
  const open = () => {
    save.reset();
    setOpen(true);
  };
  return (
    <>
      <Button onClick={open}>Settings</Button>
      <Dialog open={isOpen} onOpenChange={setOpen} title="Settings of this feed">
        <SettingsForm
          feed={feed}
          busy={save.isPending}
          error={save.error}
          onSubmit={save.mutate}
          onCancel={() => setOpen(false)}
        />
      </Dialog>
    </>
  );
}

function Ownership({ feed }: { readonly feed: Feed }) {
  const { ownership } = feed;
  if (ownership.provenBy !== null)
    return <p className="soft">It is proven to be yours, so it can be checked as often as you like.</p>;
  return (
    <div className="stack">
      <p className="soft">
        Prove that it is yours, and its immediate checks are no longer counted: put this into the feed. It is
        seen at the next fetch.
      </p>
      <CodeLine
        text={`<podcast:txt purpose="verify">${ownership.text}</podcast:txt>`}
        label="tag that proves the feed is yours"
      />
    </div>
  );
}

interface SettingsFormProps {
  readonly feed: Feed;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onSubmit: (settings: { labels: string[]; watchStaleness: boolean; publicStatus: boolean }) => void;
  readonly onCancel: () => void;
}

function SettingsForm({ feed, busy, error, onSubmit, onCancel }: SettingsFormProps) {
  const [labels, setLabels] = useState(feed.labels.join(", "));
  const [watchStaleness, setWatchStaleness] = useState(feed.watchStaleness);
  const [publicStatus, setPublicStatus] = useState(feed.publicStatus);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const given = labels.split(",").map((label) => label.trim());
    onSubmit({ labels: given.filter((label) => label !== ""), watchStaleness, publicStatus });
  };
  return (
    <form className="stack" onSubmit={submit}>
      <Field
        label="Labels"
        name="labels"
        value={labels}
        onChange={setLabels}
        hint="Separated by commas: to sort and find feeds by."
      />
      <fieldset className="checks">
        <legend className="field-label">Notices and status</legend>
        <label>
          <input
            type="checkbox"
            checked={watchStaleness}
            onChange={({ target }) => setWatchStaleness(target.checked)}
          />
          Tell me when no new episode comes as expected
        </label>
        <label>
          <input
            type="checkbox"
            checked={publicStatus}
            onChange={({ target }) => setPublicStatus(target.checked)}
          />
          Let anybody see its badge and status page
        </label>
      </fieldset>
      <Ownership feed={feed} />
      {feed.publicStatus && (
        <CodeLine
          text={`${window.location.origin}/v1/status/${feed.id}/badge.svg`}
          label="address of the badge"
        />
      )}
      {error !== null && <ProblemNote error={error} />}
      <div className="dialog-actions">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" look="primary" busy={busy}>
          Save
        </Button>
      </div>
    </form>
  );
}
