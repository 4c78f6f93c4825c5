import type { Schemas } from "../../api/client.ts";
import { formatDay } from "../../parts/format.ts";

type Served = Readonly<Omit<Schemas["Certificate"], "serialNumber" | "subjectAltNames">> & {
  readonly subjectAltNames: readonly string[];
};

/** The chain as it was served, leaf first, folded away until somebody wants it. */
export function CertificateList({ certificates }: { readonly certificates: readonly Served[] }) {
  return (
    <details className="more">
      <summary>
        {certificates.length === 1 ? "The certificate" : `The ${certificates.length} certificates`} as served
      </summary>
      <ol className="certificates">
        {certificates.map((certificate) => (
          <li key={certificate.fingerprint256}>
            <strong>{certificate.subject}</strong>
            <span className="soft">issued by {certificate.issuer}</span>
            <span>
              {formatDay(certificate.notBefore)} to {formatDay(certificate.notAfter)}
            </span>
            {certificate.subjectAltNames.length > 0 && (
              <span className="soft">for {certificate.subjectAltNames.slice(0, 8).join(", ")}</span>
            )}
            <code className="fingerprint">{certificate.fingerprint256}</code>
          </li>
        ))}
      </ol>
    </details>
  );
}
