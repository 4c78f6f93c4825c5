import type { ReactNode } from "react";

/** Text as it is, in a place that may scroll: it can be reached by keyboard, as WCAG 2.1.1 wants. */
export function ScrollPlace({ label, className, children }: ScrollPlaceProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; this only gives the place a name.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <div role="group" tabIndex={0} aria-label={label} className={className}>
      {children}
    </div>
  );
}

/** A place that may scroll. */
export interface ScrollPlaceProps {
  readonly label: string;
  readonly className?: string;
  readonly children: ReactNode;
}
