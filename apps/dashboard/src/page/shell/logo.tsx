/** Earshot's mark: a sound and who hears it. */
export function Logo() {
  return (
    <span className="logo">
      <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true">
        <rect width="32" height="32" rx="8" className="logo-ground" />
        <path d="M9 20a7 7 0 1 1 14 0M13 20a3 3 0 1 1 6 0" className="logo-mark" />
        <circle cx="16" cy="24" r="2" className="logo-dot" />
      </svg>
      Earshot
    </span>
  );
}
