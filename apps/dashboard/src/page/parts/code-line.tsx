import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { ScrollPlace } from "./scroll-place.tsx";

const doneMs = 2_000;

/** A line to be copied: a command, a secret, a fingerprint. */
export function CodeLine({ text, label }: { readonly text: string; readonly label: string }) {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), doneMs);
  };
  return (
    <div className="code-line">
      <ScrollPlace label={label}>
        <code>{text}</code>
      </ScrollPlace>
      <button type="button" className="icon-button" onClick={() => void copy()} aria-label={`Copy ${label}`}>
        {isCopied ? <Check size={16} aria-hidden="true" /> : <Copy size={16} aria-hidden="true" />}
      </button>
      <span className="visually-hidden" role="status">
        {isCopied ? "Copied" : ""}
      </span>
    </div>
  );
}
