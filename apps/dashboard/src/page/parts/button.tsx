import type { ComponentProps } from "react";

/** The weights of a button. */
export interface ButtonProps extends ComponentProps<"button"> {
  readonly look?: "primary" | "plain" | "quiet" | "danger";
  readonly size?: "sm" | "md";
  /** Waits for an answer: the button rests, and says so. */
  readonly busy?: boolean;
}

/** A button that can wait. It stays focusable while it does, so that the keyboard does not lose its place. */
export function Button({ look = "plain", size = "md", busy = false, className = "", ...props }: ButtonProps) {
  return (
    <button
      type="button"
      {...props}
      className={`button button-${look} button-${size} ${className}`.trim()}
      aria-busy={busy || undefined}
      aria-disabled={busy || props.disabled || undefined}
      onClick={busy ? (event) => event.preventDefault() : props.onClick}
    />
  );
}
