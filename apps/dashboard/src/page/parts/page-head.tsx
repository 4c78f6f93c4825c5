import { type ReactNode, useEffect, useRef } from "react";

/** The top of a page. */
export interface PageHeadProps {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly above?: ReactNode;
  readonly actions?: ReactNode;
}

/** A page's heading. It names the document, and takes the focus when the page appears, so that screen readers begin there. */
export function PageHead({ title, lead, above, actions }: PageHeadProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Earshot`;
  }, [title]);
  useEffect(() => {
    // Not on the very first load, where the browser's own order is right.
    if (document.activeElement === null || document.activeElement === document.body) return;
    if (document.activeElement.closest("dialog,[role=dialog],main")) return;
    heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <header className="page-head">
      <div className="page-head-words">
        {above !== undefined && <div className="page-above">{above}</div>}
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {lead !== undefined && <div className="page-lead">{lead}</div>}
      </div>
      {actions !== undefined && <div className="page-actions">{actions}</div>}
    </header>
  );
}
