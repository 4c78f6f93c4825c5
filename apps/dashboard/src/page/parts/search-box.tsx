import { Search } from "lucide-react";

/** What a search box shows and tells. */
export interface SearchBoxProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A search that narrows what stands below it as one types. */
export function SearchBox({ label, value, onChange }: SearchBoxProps) {
  return (
    <label className="search">
      <Search size={16} aria-hidden="true" />
      <span className="visually-hidden">{label}</span>
      <input
        type="search"
        className="input"
        placeholder={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}
