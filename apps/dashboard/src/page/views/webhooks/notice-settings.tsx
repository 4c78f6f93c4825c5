import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type Account, accountQuery } from "../../api/accounts.ts";
import { api, type Schemas, unwrap } from "../../api/client.ts";
import { useSession } from "../../api/session.ts";
import { describeError, ProblemNote } from "../../parts/problem-note.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { toasts } from "../../parts/toasts.tsx";
import { EmailAddress } from "./email-address.tsx";
import { reminderChoices } from "./reminder-choices.ts";

/** What holds for all notices of the account: its e-mail address, the weekly digest, and reminders. */
export function NoticeSettings() {
  const { data, error, refetch } = useQuery(accountQuery);
  return (
    <section className="card stack" aria-labelledby="notice-settings">
      <h2 id="notice-settings">Notices of this account</h2>
      {error !== null && <ProblemNote error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton rows={3} />}
      {data !== undefined && (
        <>
          <EmailAddress account={data} />
          <Settings account={data} />
        </>
      )}
    </section>
  );
}

/** Shown at once, and taken back if it could not be kept. */
function Settings({ account }: { readonly account: Account }) {
  const client = useQueryClient();
  const { roles } = useSession();
  const [wished, setWished] = useState<Schemas["AccountChange"]>({});
  const change = useMutation({
    mutationFn: (body: Schemas["AccountChange"]) => unwrap(api.PATCH("/v1/account", { body })),
    onSuccess: (changed) => client.setQueryData(accountQuery.queryKey, changed),
    onError: (error) => toasts.add({ title: describeError(error), type: "error" }),
    onSettled: () => setWished({}),
  });
  const wish = (body: Schemas["AccountChange"]) => {
    setWished(body);
    change.mutate(body);
  };
  const { weeklyDigest, remindEveryMinutes } = { ...account, ...wished };
  const isReader = !roles.includes("publisher");
  const choices = reminderChoices(remindEveryMinutes);
  return (
    <>
      <fieldset className="checks" disabled={isReader}>
        <legend className="field-label">Weekly digest</legend>
        <label>
          <input
            type="checkbox"
            checked={weeklyDigest}
            onChange={({ target }) => wish({ weeklyDigest: target.checked })}
          />
          Mail me a digest of each week
        </label>
        <span className="field-hint">
          Availability of your shows, incidents, open warnings, and certificates about to end.
          {account.email === null && " It goes to the e-mail address of the account, which has none."}
        </span>
      </fieldset>
      <label className="field">
        <span className="field-label">Remind me of what is open</span>
        <select
          className="input input-short"
          disabled={isReader}
          value={String(remindEveryMinutes)}
          onChange={({ target }) => {
            const chosen = choices[target.selectedIndex];
            if (chosen !== undefined) wish({ remindEveryMinutes: chosen.minutes });
          }}
        >
          {choices.map(({ minutes, words }) => (
            <option key={words} value={String(minutes)}>
              {words}
            </option>
          ))}
        </select>
        <span className="field-hint">Until it is over, or you acknowledge it.</span>
      </label>
    </>
  );
}
