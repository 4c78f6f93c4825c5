import type { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { connect } from "node:tls";
import type { Credentials, PodcastHost } from "@earshot/podcast-host";

/** What a handshake showed. */
export interface Handshake {
  readonly served: readonly X509Certificate[];
  /** OpenSSL's word: null when it accepted the chain. */
  readonly authorizationError: string | null;
}

/** Shakes hands with a name on the host, trusting `ca`, and gives the chain as served with OpenSSL's word on it. */
export async function shakeHands(host: PodcastHost, servername: string, ca: string[]): Promise<Handshake> {
  const socket = connect({
    host: host.address,
    port: host.httpsPort,
    servername,
    ca,
    rejectUnauthorized: false,
    checkServerIdentity: () => undefined,
  });
  await once(socket, "secureConnect");
  const served: X509Certificate[] = [];
  for (let one = socket.getPeerX509Certificate(); one; one = one.issuerCertificate) served.push(one);
  const error: unknown = socket.authorizationError;
  socket.destroy();
  return { served, authorizationError: error ? String(error) : null };
}

/** Lets the host serve exactly this chain for a name. */
export async function serveChain(
  host: PodcastHost,
  hostname: string,
  leaf: Credentials,
  pems: string[],
): Promise<void> {
  const chainPem = [leaf.certPem, ...pems].join("");
  await host.renewCertificate(hostname, { credentials: { chainPem, keyPem: leaf.keyPem } });
}
