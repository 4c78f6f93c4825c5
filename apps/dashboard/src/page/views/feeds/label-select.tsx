import type { FeedSummary } from "../../api/feeds.ts";

/** The labels in use, and which of them the list is narrowed to. */
export interface LabelSelectProps {
  readonly labels: FeedSummary["labels"];
  readonly value: string | null;
  readonly onChange: (label: string | null) => void;
}

/** Narrows the list to one label; the browser's own control, which phones and screen readers know best. */
export function LabelSelect({ labels, value, onChange }: LabelSelectProps) {
  const isUnknown = value !== null && !labels.some(({ label }) => label === value);
  return (
    <label className="select">
      <span className="visually-hidden">Label</span>
      <select
        className="input"
        value={value ?? ""}
        disabled={labels.length === 0 && value === null}
        title={labels.length === 0 ? "Labels are given in a feed's settings" : undefined}
        onChange={({ target }) => onChange(target.value === "" ? null : target.value)}
      >
        <option value="">All labels</option>
        {isUnknown && <option value={value}>{value}</option>}
        {labels.map(({ label, feeds }) => (
          <option key={label} value={label}>
            {label} ({feeds.toLocaleString("en")})
          </option>
        ))}
      </select>
    </label>
  );
}
