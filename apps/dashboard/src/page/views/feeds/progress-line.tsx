import type { FirstCheck } from "./feed-health.ts";

/** How far a first check has come, as a bar and in words. */
export function ProgressLine({ check }: { readonly check: FirstCheck }) {
  const { stage, done, total } = check;
  const words =
    total === 0 ? `${stage}…` : `${stage}: ${done.toLocaleString("en")} of ${total.toLocaleString("en")}`;
  return (
    <div className="progress">
      <span>{words}</span>
      <progress {...(total > 0 && { value: done, max: total })} aria-label={stage} />
    </div>
  );
}
