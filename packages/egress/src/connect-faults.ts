import { buildFault, type Fault, type FaultCode } from "@earshot/domain";
import type { FailedAttempt } from "./race-addresses.ts";

const connectCodes: Readonly<Record<string, FaultCode>> = {
  ECONNREFUSED: "connect.refused",
  ECONNRESET: "connect.reset",
  EPIPE: "connect.reset",
  ETIMEDOUT: "connect.timeout",
  EHOSTUNREACH: "connect.unreachable",
  ENETUNREACH: "connect.unreachable",
  EHOSTDOWN: "connect.unreachable",
  ENETDOWN: "connect.unreachable",
  EACCES: "connect.unreachable",
  EPERM: "connect.unreachable",
  EADDRNOTAVAIL: "connect.unreachable",
};

// What says most about the target first: an answer of its machine, then of the network, then silence.
const tellingFirst: readonly FaultCode[] = [
  "connect.refused",
  "connect.reset",
  "connect.timeout",
  "connect.unreachable",
];

/**
 * The one fault that a lost race amounts to, naming every address tried. Throws when an attempt failed for want of
 * our own resources (file descriptors, ports, memory), which no target is to blame for.
 */
export function connectFaultOf(
  attempts: readonly FailedAttempt[],
  vantage: { readonly timeoutMs: number; readonly ipv6: boolean },
): Fault {
  const judged = attempts.map((attempt) => ({ attempt, code: faultCodeOf(attempt) }));
  const code = tellingFirst.find((candidate) => judged.some((one) => one.code === candidate));
  const list = attempts.map(
    ({ endpoint, code: reason }) => `${endpoint.address} port ${endpoint.port}: ${reason}`,
  );
  const told = code ?? "connect.timeout";
  const verb =
    told === "connect.timeout" ? `No connection within ${Math.round(vantage.timeoutMs)} ms` : "No connection";
  // Only IPv6 addresses, and none of our own to reach them from: that is our lack, not theirs.
  const doubt =
    !vantage.ipv6 &&
    attempts.every(({ endpoint }) => endpoint.family === 6) &&
    told === "connect.unreachable";
  return buildFault(told, { message: `${verb} (${list.join("; ")}).`, doubt });
}

function faultCodeOf(attempt: FailedAttempt): FaultCode {
  const ours = attempt.code === "EADDRNOTAVAIL" && attempt.endpoint.family === 4;
  const code = ours ? undefined : connectCodes[attempt.code];
  if (code !== undefined) return code;
  throw new Error(`connecting to ${attempt.endpoint.address} failed on our side: ${attempt.code}`);
}

// A server that speaks only TLS 1.0 or 1.1 either says so in an alert or answers in a version that we did not offer.
const outdatedCodes = new Set([
  "ERR_SSL_UNSUPPORTED_PROTOCOL",
  "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION",
  "ERR_SSL_VERSION_TOO_LOW",
]);

/** The fault of a handshake that did not finish; `error` is what Node's TLS socket reported. */
export function tlsFaultOf(error: Error): Fault {
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (outdatedCodes.has(code)) return buildFault("tls.protocol-outdated");
  if (code === "ECONNRESET" || code === "EPIPE") {
    return buildFault("tls.handshake-failed", {
      message: "The server closed the connection during the TLS handshake.",
    });
  }
  if (code === "ERR_SSL_WRONG_VERSION_NUMBER" || code === "ERR_SSL_PACKET_LENGTH_TOO_LONG") {
    return buildFault("tls.handshake-failed", { message: "The server does not speak TLS on this port." });
  }
  const reason = "reason" in error && typeof error.reason === "string" ? error.reason : error.message;
  return buildFault("tls.handshake-failed", { message: `The TLS handshake failed: ${reason}.` });
}
