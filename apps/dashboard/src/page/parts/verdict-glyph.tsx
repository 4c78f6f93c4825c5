import type { ReactNode } from "react";
import type { Shown } from "./verdict.ts";

/** A shape for each verdict, so that colour is never the only sign: disc, triangle, crossed square, diamond, ring. */
const shapes: Readonly<Record<Shown, ReactNode>> = {
  healthy: (
    <>
      <circle cx="8" cy="8" r="7" fill="currentColor" />
      <path d="M4.8 8.2l2.2 2.2 4.2-4.6" className="glyph-mark" />
    </>
  ),
  degraded: (
    <>
      <path d="M8 1.2 15.4 14.4H.6Z" fill="currentColor" strokeLinejoin="round" />
      <path d="M8 6v4M8 12.1v.2" className="glyph-mark" />
    </>
  ),
  unreachable: (
    <>
      <rect x="1" y="1" width="14" height="14" rx="2.5" fill="currentColor" />
      <path d="M5 5l6 6M11 5l-6 6" className="glyph-mark" />
    </>
  ),
  inconclusive: (
    <>
      <path d="M8 .8 15.2 8 8 15.2.8 8Z" fill="currentColor" />
      <path d="M6.3 6.5a1.8 1.8 0 1 1 2.3 1.8c-.4.2-.6.5-.6.9M8 11v.2" className="glyph-mark" />
    </>
  ),
  unprobed: (
    <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="2" strokeDasharray="3 2.4" />
  ),
};

/** The shape of a verdict, in the colour of its tone; hidden from screen readers, which are told the word beside it. */
export function VerdictGlyph({ verdict, size = 16 }: { readonly verdict: Shown; readonly size?: number }) {
  return (
    <svg
      viewBox="0 0 16 16"
      width={size}
      height={size}
      className={`glyph tone-${verdict}`}
      aria-hidden="true"
      focusable="false"
    >
      {shapes[verdict]}
    </svg>
  );
}
