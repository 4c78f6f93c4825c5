import { once } from "node:events";
import { type ConnectionOptions, connect, type TLSSocket } from "node:tls";
import { type PodcastHost, startPodcastHost } from "@earshot/podcast-host";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

/** What the judge and its callers rely on in Node and OpenSSL. The error codes are pinned case by case in judge-chain.test.ts. */
let host: PodcastHost;
beforeAll(async () => {
  host = await startPodcastHost();
});
afterAll(() => host.close());

function start(servername: string, options: ConnectionOptions = {}): TLSSocket {
  return connect({
    host: host.address,
    port: host.httpsPort,
    servername,
    ca: host.caPem,
    rejectUnauthorized: false,
    ...options,
  });
}

async function open(servername: string, options: ConnectionOptions = {}): Promise<TLSSocket> {
  const socket = start(servername, options);
  await once(socket, "secureConnect");
  return socket;
}

describe.each(["TLSv1.2", "TLSv1.3"] as const)("a resumed session over %s", (version) => {
  it("hides the certificate that the server has swapped in meanwhile", async () => {
    const hostname = `${version.toLowerCase().replace(".", "-")}.resumed.example`;
    const versions = { minVersion: version, maxVersion: version };
    await host.renewCertificate(hostname);
    const first = start(hostname, versions);
    const [session]: Buffer[] = await once(first, "session");
    first.destroy();
    await host.renewCertificate(hostname, { variant: "expired" });

    const resumed = await open(hostname, { ...versions, ...(session ? { session } : {}) });
    expect([resumed.isSessionReused(), resumed.authorized]).toEqual([true, true]);
    expect(resumed.getPeerX509Certificate()).toBeUndefined();
    resumed.destroy();

    const fresh = await open(hostname, versions);
    expect([fresh.isSessionReused(), fresh.authorized]).toEqual([false, false]);
    expect(fresh.authorizationError).toBe("CERT_HAS_EXPIRED");
    expect(fresh.getPeerX509Certificate()?.validToDate.getTime()).toBeLessThan(Date.now());
    fresh.destroy();
    expect(host.requests.handshakes(hostname).hellos).toBe(3);
  });
});

describe("the chain of a fresh handshake", () => {
  it("comes whole and in the order served by walking issuerCertificate", async () => {
    const served = await host.renewCertificate("odd.example", { variant: "with-strays" });
    const socket = await open("odd.example");
    const walked: string[] = [];
    for (let one = socket.getPeerX509Certificate(); one; one = one.issuerCertificate)
      walked.push(one.toString());
    expect(walked.join("").replaceAll("\n", "")).toBe(served.replaceAll("\n", ""));
    socket.destroy();
  });

  it("is there even when it is refused, with the host name not among OpenSSL's reasons", async () => {
    await host.renewCertificate("refused.example", { variant: "wrong-name" });
    const lenient = await open("refused.example", { checkServerIdentity: () => undefined });
    expect([lenient.authorized, lenient.getPeerX509Certificate()?.subjectAltName]).toEqual([
      true,
      "DNS:another-name.example",
    ]);
    lenient.destroy();
    const strict = await open("refused.example");
    expect(strict.authorizationError).toBe("ERR_TLS_CERT_ALTNAME_INVALID");
    strict.destroy();
  });
});
