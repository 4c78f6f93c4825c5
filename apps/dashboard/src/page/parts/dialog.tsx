import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode } from "react";

/** A dialog over the page. */
export interface DialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  readonly description?: ReactNode;
  readonly children: ReactNode;
  /** Closes by its own buttons only: what it shows cannot be had again. */
  readonly mustBeAnswered?: boolean;
}

/** A dialog: the focus stays inside, Escape closes it, and goes back to where it came from. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  children,
  mustBeAnswered = false,
}: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange} disablePointerDismissal={mustBeAnswered}>
      <Base.Portal>
        <Base.Backdrop className="dialog-backdrop" />
        <Base.Viewport className="dialog-viewport">
          <Base.Popup className="dialog">
            <div className="dialog-head">
              <Base.Title className="dialog-title">{title}</Base.Title>
              {!mustBeAnswered && (
                <Base.Close className="icon-button" aria-label="Close">
                  <X size={18} aria-hidden="true" />
                </Base.Close>
              )}
            </div>
            {description !== undefined && (
              <Base.Description className="dialog-description">{description}</Base.Description>
            )}
            {children}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}
