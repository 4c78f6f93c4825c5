import type { FleetCertificate } from "../../api/ops.ts";
import { count, formatInstant } from "../../parts/format.ts";
import { ScrollPlace } from "../../parts/scroll-place.tsx";
import { When } from "../../parts/when.tsx";

/** Leaf certificates in use, the first to end first. */
export function CertificateTable({ certificates }: { readonly certificates: readonly FleetCertificate[] }) {
  return (
    <div className="card table-card">
      <ScrollPlace className="table-scroll" label="Certificates">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Certificate</th>
              <th scope="col">Ends</th>
              <th scope="col">Issued by</th>
              <th scope="col">Served by</th>
              <th scope="col">Last seen</th>
            </tr>
          </thead>
          <tbody>
            {certificates.map((certificate) => (
              <tr key={certificate.fingerprint256}>
                <th scope="row">
                  {certificate.subject}
                  <code className="sub fingerprint">{certificate.fingerprint256.slice(0, 29)}…</code>
                </th>
                <td title={formatInstant(certificate.notAfter)}>
                  <When at={certificate.notAfter} />
                </td>
                <td>{certificate.issuer}</td>
                <td title={certificate.samples.join(", ")}>
                  {count(certificate.hosts, "host")}
                  {certificate.samples[0] !== undefined && (
                    <span className="sub">{certificate.samples[0]}</span>
                  )}
                </td>
                <td>
                  <When at={certificate.lastSeenAt} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollPlace>
    </div>
  );
}
