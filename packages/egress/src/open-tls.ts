import type { X509Certificate } from "node:crypto";
import type { Socket } from "node:net";
import { connect, createSecureContext, rootCertificates, type SecureContext, type TLSSocket } from "node:tls";
import { buildFault } from "@earshot/domain";
import { tlsFaultOf } from "./connect-faults.ts";
import type { Failed } from "./connection-facts.ts";

/** A finished handshake, not yet judged. */
export interface OpenedTls {
  readonly ok: true;
  readonly socket: TLSSocket;
  readonly served: readonly X509Certificate[];
  readonly authorized: boolean;
  readonly authorizationError: string | null;
  readonly protocol: string | null;
}

/** What the handshake needs to know. */
export interface TlsRequest {
  readonly socket: Socket;
  /** Name for SNI, or null at an IP address, for which SNI has no form (RFC 6066 section 3). */
  readonly servername: string | null;
  readonly context: SecureContext;
  readonly timeoutMs: number;
}

/**
 * The one secure context of an egress: Node's own copy of Mozilla's roots plus `extraCa` (PEM). Shared, because
 * loading the roots again for each connection would cost more than the handshake. The curves leave out ML-KEM, whose
 * key share costs time and bytes in every probe and tells nothing about a server.
 */
export function buildSecureContext(extraCa: readonly string[]): SecureContext {
  return createSecureContext({
    ca: [...rootCertificates, ...extraCa],
    ecdhCurve: "X25519:P-256:P-384",
    minVersion: "TLSv1.2",
  });
}

/**
 * Shakes hands over an open TCP connection, accepting any certificate so that the chain can be read and judged. Never
 * resumes a session: a resumed one shows no chain at all and would hide a swapped certificate.
 */
export function openTls(request: TlsRequest): Promise<OpenedTls | Failed> {
  return new Promise((resolve) => {
    const socket = connect({
      socket: request.socket,
      servername: request.servername ?? "",
      secureContext: request.context,
      rejectUnauthorized: false,
      checkServerIdentity: () => undefined,
      ALPNProtocols: ["http/1.1"],
    });
    const fail = (failure: Failed) => {
      clearTimeout(timer);
      socket.destroy();
      request.socket.destroy();
      resolve(failure);
    };
    const timer = setTimeout(() => fail(timedOut(request.timeoutMs)), request.timeoutMs);
    // Also kept for the socket's whole life, like the one on the TCP socket.
    socket.on("error", (error) => fail({ ok: false, faults: [tlsFaultOf(error)] }));
    socket.once("close", () => fail({ ok: false, faults: [tlsFaultOf(closedEarly())] }));
    socket.once("secureConnect", () => {
      clearTimeout(timer);
      resolve(readHandshake(socket));
    });
  });
}

function readHandshake(socket: TLSSocket): OpenedTls {
  if (socket.isSessionReused())
    throw new Error("a TLS session was resumed, which hides the served certificate");
  const error: unknown = socket.authorizationError;
  return {
    ok: true,
    socket,
    served: servedChainOf(socket),
    authorized: socket.authorized,
    authorizationError: errorCodeOf(error),
    protocol: socket.getProtocol(),
  };
}

/** The certificates as served. `getPeerCertificate(true)` would drop strays and append the root of our own store. */
function servedChainOf(socket: TLSSocket): X509Certificate[] {
  const served: X509Certificate[] = [];
  let certificate = socket.getPeerX509Certificate();
  while (certificate !== undefined && served.length < servedMax) {
    served.push(certificate);
    certificate = certificate.issuerCertificate;
  }
  return served;
}

const servedMax = 20;

/** Node's types call it an Error, its TLS code sets a string. */
function errorCodeOf(error: unknown): string | null {
  if (typeof error === "string") return error;
  return error instanceof Error ? ("code" in error ? String(error.code) : error.message) : null;
}

function timedOut(timeoutMs: number): Failed {
  const message = `The TLS handshake was not finished within ${Math.round(timeoutMs)} ms.`;
  return { ok: false, faults: [buildFault("tls.timeout", { message })] };
}

function closedEarly(): Error {
  return Object.assign(new Error("closed"), { code: "ECONNRESET" });
}
