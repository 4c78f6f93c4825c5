import type { LiveState } from "../api/use-live-events.ts";

const words: Readonly<Record<LiveState, string>> = {
  connecting: "Connecting",
  live: "Live",
  lost: "Reconnecting",
};

/** Whether what is shown changes by itself at the moment. */
export function LiveDot({ state }: { readonly state: LiveState }) {
  return (
    <span className={`live live-${state}`} role="status">
      <span className="live-dot" aria-hidden="true" />
      {words[state]}
    </span>
  );
}
