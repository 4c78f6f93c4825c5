import type { ReactNode } from "react";

/** The tones of a tag; each says something in words too. */
export type Tone = "neutral" | "good" | "warn" | "bad" | "doubt" | "accent";

/** A short word on a tinted ground. */
export function Tag({ tone = "neutral", children }: { readonly tone?: Tone; readonly children: ReactNode }) {
  return <span className={`tag tag-${tone}`}>{children}</span>;
}
