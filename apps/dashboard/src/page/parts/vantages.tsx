import type { Schemas } from "../api/client.ts";
import { formatMs } from "./format.ts";
import { VerdictBadge } from "./verdict-badge.tsx";
import { When } from "./when.tsx";

type VantageLook = Schemas["VantageLook"];
type RegionalView = Schemas["RegionalView"];

/** Says that something can be heard from one place and not from another, and what that means. */
export function RegionalNote({ views }: { readonly views: readonly RegionalView[] | null }) {
  if (views === null) return null;
  const names = (bad: boolean) => views.filter((view) => view.bad === bad).map(({ vantage }) => vantage);
  return (
    <p className="note note-doubt">
      <strong>A regional failure.</strong> It fails from {joinNames(names(true))} and works from{" "}
      {joinNames(names(false))}. Listeners elsewhere hear it, so it opens no incident.
    </p>
  );
}

/** The latest look of each vantage. */
export function Vantages({ looks }: { readonly looks: readonly VantageLook[] }) {
  if (looks.length === 0) return <p className="soft">Nobody has looked within a day.</p>;
  return (
    <>
      <ul className="looks">
        {looks.map(({ vantage, verdict, codes, totalMs, at }) => (
          <li key={vantage}>
            <strong>{vantage}</strong>
            <VerdictBadge verdict={verdict} />
            <span className="soft small">
              <When at={at} />, {formatMs(totalMs)}
              {codes.length > 0 && <span className="mono">, {codes.join(", ")}</span>}
            </span>
          </li>
        ))}
      </ul>
      {looks.length === 1 && (
        <p className="soft small">
          Only one vantage looks. Where there are several, what fails from some of them only is shown as
          regional.
        </p>
      )}
    </>
  );
}

function joinNames(names: readonly string[]): string {
  const quoted = names.map((name) => `“${name}”`);
  return quoted.length < 2
    ? (quoted[0] ?? "nowhere")
    : `${quoted.slice(0, -1).join(", ")} and ${quoted.at(-1)}`;
}
