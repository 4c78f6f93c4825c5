import { formatDistance, formatInstant } from "./format.ts";
import { useNow } from "./use-now.ts";

/** An instant as its distance from now, which stays true while the page is open; in full on hover. */
export function When({ at, none = "never" }: { readonly at: string | null; readonly none?: string }) {
  const now = useNow();
  if (at === null) return <span className="soft">{none}</span>;
  return (
    <time dateTime={at} title={formatInstant(at)}>
      {formatDistance(at, now)}
    </time>
  );
}
