import { networkInterfaces } from "node:os";
import { openTrustStore } from "@earshot/certificate";
import {
  buildAddressPolicy,
  type Egress,
  openEgress,
  parseAddressRange,
  parseResolveOverride,
} from "@earshot/egress";
import { type PodcastHost, startPodcastHost } from "@earshot/podcast-host";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildProber, type Prober } from "./build-prober.ts";
import { buildTlsJudge } from "./build-tls-judge.ts";

const hasIpv6Loopback = Object.values(networkInterfaces()).some((addresses) =>
  addresses?.some(({ address }) => address === "::1"),
);

describe.skipIf(!hasIpv6Loopback)(
  "a host at 127.0.0.1 and ::1 (left out where the machine has no ::1)",
  () => {
    let host: PodcastHost;
    let egress: Egress;
    let prober: Prober;

    beforeAll(async () => {
      host = await startPodcastHost({ standIn: true, listen: ["127.0.0.1", "::1"] });
      egress = openEgress({
        policy: buildAddressPolicy({ allow: ["127.0.0.1", "::1"].map(parseAddressRange) }),
        judgeTls: buildTlsJudge({ trust: openTrustStore({ extraPem: [host.caPem] }) }),
        resolve: [parseResolveOverride("media.example::127.0.0.1,[::1]")],
        ca: [host.caPem],
      });
      prober = buildProber({ egress, vantage: "test" });
    });

    afterAll(async () => {
      await egress.close();
      await host.close();
    });

    const probeOver = (family?: 4 | 6) => {
      const url = `https://media.example:${host.httpsPort}/a.mp3`;
      return prober.probeEnclosure({ url, ...(family === undefined ? {} : { family }) });
    };

    test.each([
      [4, "127.0.0.1"],
      [6, "::1"],
    ] as const)("is heard over IPv%i when that is asked for", async (family, address) => {
      for (const reused of [false, true]) {
        const probe = await probeOver(family);
        expect(probe).toMatchObject({ verdict: "healthy", hops: [{ family, address, reused, status: 206 }] });
      }
    });

    test("is checked at both addresses", async () => {
      const check = await prober.checkHost({ hostname: "media.example", port: host.httpsPort, tls: true });
      const families = check.addresses.map(({ family, verdict }) => ({ family, verdict }));
      const ipv4 = { family: 4, verdict: "healthy" };
      // Without a public IPv6 address of its own a machine does not judge IPv6.
      expect(families).toEqual(egress.ipv6 ? [ipv4, { family: 6, verdict: "healthy" }] : [ipv4]);
    });

    test("is heard at an IPv6 address in the URL", async () => {
      const probe = await prober.probeEnclosure({ url: `http://[::1]:${host.httpPort}/a.mp3` });
      expect(probe).toMatchObject({
        verdict: "degraded",
        hops: [{ host: "::1", family: 6, address: "::1" }],
      });
    });
  },
);
