import type { Hop } from "../../api/feeds.ts";
import { formatInstant, formatSpan } from "../../parts/format.ts";
import { useNow } from "../../parts/use-now.ts";

/** Shares of its life that are left when a certificate becomes a matter of concern, and of urgency. */
const concern = 0.2;
const urgency = 0.05;

/** How long the certificate of a hop still lasts, and how much of its life that is. */
export function CertificateCountdown({ tls }: { readonly tls: NonNullable<Hop["tls"]> }) {
  const now = useNow();
  const leaf = tls.certificates[0];
  const endsAt = tls.expiresAt ?? leaf?.notAfter;
  if (leaf === undefined || endsAt === undefined) return null;
  const life = Date.parse(leaf.notAfter) - Date.parse(leaf.notBefore);
  const left = Date.parse(endsAt) - now;
  const share = Math.min(Math.max(left / life, 0), 1);
  const tone = left <= 0 || share < urgency ? "bad" : share < concern ? "warn" : "good";
  const words = left <= 0 ? `ended ${formatSpan(left)} ago` : `ends in ${formatSpan(left)}`;
  return (
    <div className={`countdown countdown-${tone}`} title={`Ends ${formatInstant(endsAt)}`}>
      <svg viewBox="0 0 100 1" preserveAspectRatio="none" className="countdown-bar" aria-hidden="true">
        <rect x="0" y="0" width={share * 100} height="1" />
      </svg>
      <span>
        Certificate <strong>{words}</strong>
        {tls.version !== null && <span className="soft"> · {tls.version}</span>}
      </span>
    </div>
  );
}
