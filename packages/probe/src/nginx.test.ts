import { hasNginx, type NginxServer, startNginx } from "@earshot/podcast-host";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildProber, type Prober } from "./build-prober.ts";
import { openGuardedEgress } from "./open-guarded-egress.ts";

const locations = `
location = /moved.mp3 { return 302 https://other.example/a.mp3; }
location = /gone.mp3 { return 410; }
location = /busy.mp3 { add_header Retry-After 30 always; return 503; }
location = /whole.mp3 { max_ranges 0; alias media/a.mp3; }
location = /page.mp3 { default_type text/html; return 200 "<!doctype html><html></html>"; }
location = /no-head.mp3 { if ($request_method = HEAD) { return 405; } alias media/a.mp3; }
`;

describe.skipIf(!hasNginx)("nginx as an independent media server", () => {
  let server: NginxServer;
  let prober: Prober;
  let close: () => Promise<void>;

  beforeAll(async () => {
    server = await startNginx(["media.example", "other.example"], locations);
    const egress = await openGuardedEgress({
      allowAddresses: ["127.0.0.1"],
      resolve: [],
      connectTo: [`:443:127.0.0.1:${server.port}`],
      extraCa: [server.authority.rootPem],
      clock: () => new Date(),
    });
    prober = buildProber({ egress, vantage: "test" });
    close = egress.close;
  });

  afterAll(async () => {
    await close();
    await server.close();
  });

  test.each([
    ["a.mp3", "healthy", [], [206]],
    ["moved.mp3", "healthy", [], [302, 206]],
    ["missing.mp3", "unreachable", [["http.not-found", 0]], [404]],
    ["gone.mp3", "unreachable", [["http.gone", 0]], [410]],
    ["busy.mp3", "inconclusive", [["http.server-error", 0]], [503]],
    ["whole.mp3", "degraded", [["range.ignored", 0]], [200]],
    ["page.mp3", "unreachable", [["media.not-media", 0]], [200]],
    ["empty.mp3", "unreachable", [["media.empty", 0]], [200]],
    ["no-head.mp3", "degraded", [["head.rejected", 0]], [206]],
  ])("%s is %s", async (path, verdict, faults, statuses) => {
    const target = { url: `https://media.example/${path}`, declaredType: "audio/mpeg", sampleHead: true };
    const probe = await prober.probeEnclosure(target);
    expect(probe.faults.map((fault) => [fault.code, fault.hop])).toEqual(faults);
    expect({ verdict: probe.verdict, statuses: probe.hops.map((hop) => hop.status) }).toEqual({
      verdict,
      statuses,
    });
  });

  test("a name that its certificate does not cover gets no request", async () => {
    const probe = await prober.probeEnclosure({ url: "https://third.example/a.mp3" });
    expect(probe).toMatchObject({
      verdict: "unreachable",
      faults: [{ code: "certificate.hostname-mismatch" }],
    });
  });

  test("its host check is good", async () => {
    const check = await prober.checkHost({ hostname: "media.example", port: 443, tls: true });
    expect(check).toMatchObject({ verdict: "healthy", addresses: [{ tls: { version: "TLSv1.3" } }] });
  });
});
