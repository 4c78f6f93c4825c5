import type { ReactNode } from "react";

/** A list of choices, of which some or all are taken. */
export interface ChooseSomeProps<Value extends string> {
  readonly legend: string;
  readonly choices: readonly { readonly value: Value; readonly words: ReactNode }[];
  /** Null is all of them. */
  readonly chosen: readonly Value[] | null;
  readonly onChange: (chosen: readonly Value[] | null) => void;
}

/** Boxes to tick, at first all: when all are ticked, what comes later is wanted, too. */
export function ChooseSome<Value extends string>(props: ChooseSomeProps<Value>) {
  const { legend, choices, chosen, onChange } = props;
  const all = choices.map(({ value }) => value);
  const taken = chosen ?? all;
  const toggle = (value: Value, isTaken: boolean) => {
    const next = isTaken ? [...taken, value] : taken.filter((one) => one !== value);
    onChange(all.every((one) => next.includes(one)) ? null : next);
  };
  return (
    <fieldset className="checks">
      <legend className="field-label">{legend}</legend>
      {choices.map(({ value, words }) => (
        <label key={value}>
          <input
            type="checkbox"
            checked={taken.includes(value)}
            onChange={({ target }) => toggle(value, target.checked)}
          />
          <span>{words}</span>
        </label>
      ))}
    </fieldset>
  );
}
