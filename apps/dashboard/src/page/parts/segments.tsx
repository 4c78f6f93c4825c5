/** One of a few, side by side. */
export interface SegmentsProps<Name extends string> {
  readonly label: string;
  readonly names: readonly Name[];
  readonly value: Name;
  readonly onChange: (name: Name) => void;
}

/** Buttons of which one is pressed. */
export function Segments<Name extends string>({ label, names, value, onChange }: SegmentsProps<Name>) {
  return (
    <fieldset className="segments">
      <legend className="visually-hidden">{label}</legend>
      {names.map((name) => (
        <button key={name} type="button" aria-pressed={name === value} onClick={() => onChange(name)}>
          {name}
        </button>
      ))}
    </fieldset>
  );
}
