import { buildFault, type Fault, type FaultCode } from "@earshot/domain";

/**
 * What OpenSSL's one error code means in our catalogue. Codes without an entry (purposes, constraints, policies, and
 * `UNSPECIFIED` for all that Node has no name for) mean that no trusted path stands, for a reason that we do not judge.
 */
const codesByError: Readonly<Record<string, FaultCode>> = {
  CERT_HAS_EXPIRED: "certificate.expired",
  CERT_NOT_YET_VALID: "certificate.not-yet-valid",
  DEPTH_ZERO_SELF_SIGNED_CERT: "certificate.self-signed",
  SELF_SIGNED_CERT_IN_CHAIN: "certificate.untrusted-root",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "certificate.incomplete-chain",
};

/** Errors by which Node refuses the host name and not the chain. */
const hostnameErrors: ReadonlySet<string> = new Set(["ERR_TLS_CERT_ALTNAME_INVALID", "HOSTNAME_MISMATCH"]);

/** What the TLS library made of the chain: nothing known, accepted, or refused with a code. */
export type LibraryVerdict =
  | "unknown"
  | "accepted"
  | { readonly refusedAs: FaultCode; readonly error: string };

/** Reads a TLS socket's `authorizationError` (null when it was authorized, undefined when the clock was not the real one). */
export function readLibraryVerdict(authorizationError: string | null | undefined): LibraryVerdict {
  if (authorizationError === undefined) return "unknown";
  if (authorizationError === null || hostnameErrors.has(authorizationError)) return "accepted";
  const refusedAs = codesByError[authorizationError] ?? "certificate.untrusted-root";
  return { refusedAs, error: authorizationError };
}

/** Faults after OpenSSL's word was heard, and whether the two differed. */
export interface SettledFaults {
  readonly faults: readonly Fault[];
  readonly disagreement: boolean;
}

/**
 * Weighs our faults against OpenSSL's word. What OpenSSL accepted is no outage by our judge alone, so our outages become
 * warnings, with two exceptions: the host name is not OpenSSL's to judge, and the dates of a path that was found are
 * plain facts, which have changed when OpenSSL's word was given at the beginning of a connection that is still used.
 * What OpenSSL refused is refused: if we found no reason, its own code stands in for one, and a weakness that we found
 * counts as that reason.
 */
export function settleWithLibrary(
  faults: readonly Fault[],
  library: LibraryVerdict,
  { hasTrustedPath }: { readonly hasTrustedPath: boolean },
): SettledFaults {
  if (library === "unknown") return { faults, disagreement: false };
  const chainOutages = faults.filter((fault) => fault.severity === "outage" && fault.code !== nameCode);
  if (library === "accepted") {
    const doubted = chainOutages.filter((fault) => !(hasTrustedPath && dateCodes.has(fault.code)));
    const softened = faults.map((fault) => (doubted.includes(fault) ? soften(fault) : fault));
    return { faults: softened, disagreement: doubted.length > 0 };
  }
  if (chainOutages.length > 0) return { faults, disagreement: false };
  const weak = faults.find((fault) => fault.code === "certificate.weak");
  if (weak && !(library.error in codesByError)) {
    const message = `${weak.message} Players refuse such a chain: OpenSSL says ${library.error}.`;
    const refused = faults.map((fault) =>
      fault === weak ? { ...weak, severity: "outage" as const, message } : fault,
    );
    return { faults: refused, disagreement: false };
  }
  const message = `Players refuse the certificate chain: OpenSSL says ${library.error}.`;
  return { faults: [buildFault(library.refusedAs, { message }), ...faults], disagreement: true };
}

const nameCode: FaultCode = "certificate.hostname-mismatch";
const dateCodes: ReadonlySet<FaultCode> = new Set(["certificate.expired", "certificate.not-yet-valid"]);

function soften(fault: Fault): Fault {
  return {
    ...fault,
    severity: "warning",
    message: `${fault.message} OpenSSL accepts the chain nevertheless.`,
  };
}
