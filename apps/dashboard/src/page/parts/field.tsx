import { Field as Base } from "@base-ui/react/field";
import type { ReactNode } from "react";

/** One line of a form. */
export interface FieldProps {
  readonly label: string;
  readonly name: string;
  readonly hint?: ReactNode;
  /** What is wrong with it, as the API said. */
  readonly error?: string | undefined;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly type?: "text" | "url" | "password" | "email" | "date" | "datetime-local";
  readonly placeholder?: string;
  readonly autoComplete?: string;
  readonly autoFocus?: boolean;
  /** The first and the last day of a date. */
  readonly min?: string;
  readonly max?: string;
  readonly required?: boolean;
}

/** A labelled input with its hint and its error, tied together for screen readers. */
export function Field(props: FieldProps) {
  const { label, name, hint, error, value, onChange, type = "text", ...rest } = props;
  return (
    <Base.Root name={name} invalid={error !== undefined} className="field">
      <Base.Label className="field-label">{label}</Base.Label>
      <Base.Control
        className="input"
        type={type}
        value={value}
        onValueChange={onChange}
        spellCheck={false}
        {...rest}
      />
      {hint !== undefined && error === undefined && (
        <Base.Description className="field-hint">{hint}</Base.Description>
      )}
      {error !== undefined && (
        <Base.Error match className="field-error">
          {error}
        </Base.Error>
      )}
    </Base.Root>
  );
}
