import { afterEach, describe, expect, test } from "vitest";
import { openProbeBench, type ProbeBench, type ProbeBenchOptions } from "../test/probe-bench.ts";

const benches: ProbeBench[] = [];

afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.close();
});

const addresses = ["127.0.0.1", "127.0.0.2", "127.0.0.3"];

async function open(options: ProbeBenchOptions = {}): Promise<ProbeBench> {
  const bench = await openProbeBench({
    host: { listen: addresses },
    resolve: () => [`many.example::${addresses.join(",")}`],
    ...options,
  });
  benches.push(bench);
  return bench;
}

const targetOf = (bench: ProbeBench) => ({ hostname: "many.example", port: bench.host.httpsPort, tls: true });

describe("checkHost", () => {
  test("shakes hands afresh with every address and sends no request", async () => {
    const bench = await open();
    for (let round = 1; round <= 2; round += 1) {
      const check = await bench.prober.checkHost(targetOf(bench));
      expect(check).toMatchObject({ verdict: "healthy", faults: [], addressesTotal: 3, vantage: "test" });
      expect(check.addresses.map((one) => [one.address, one.verdict])).toEqual(
        addresses.map((one) => [one, "healthy"]),
      );
      expect(check.expiresAt).toBe(check.addresses[0]?.tls?.expiresAt);
      await expect
        .poll(() => bench.host.requests.handshakes("many.example"))
        .toMatchObject({
          completed: 3 * round,
          resumed: 0,
        });
    }
    expect(bench.host.requests.count()).toBe(0);
    expect(bench.openConnections()).toBe(0);
  });

  test("a lapsed certificate at one address is an outage that names it", async () => {
    const bench = await open();
    await bench.host.renewCertificate("many.example", { variant: "expired" }, "127.0.0.2");
    const check = await bench.prober.checkHost(targetOf(bench));
    expect(check.verdict).toBe("unreachable");
    expect(check.faults).toMatchObject([{ code: "certificate.expired", severity: "outage" }]);
    expect(check.faults[0]?.message).toContain("(1 of 3 addresses: 127.0.0.2).");
    expect(check.addresses.map((one) => one.verdict)).toEqual(["healthy", "unreachable", "healthy"]);
    expect(Date.parse(check.expiresAt ?? "")).toBeLessThan(Date.now());
  });

  test("an address that does not answer is a warning, all of them an outage", async () => {
    const bench = await open({ egress: { tlsMs: 1_500 } });
    bench.host.setFault("many.example", { kind: "tls-mute" }, { address: "127.0.0.3" });
    const some = await bench.prober.checkHost(targetOf(bench));
    expect(some).toMatchObject({
      verdict: "degraded",
      faults: [{ code: "tls.timeout", severity: "warning" }],
    });
    expect(some.faults[0]?.message).toContain("(1 of 3 addresses: 127.0.0.3)");
    bench.host.setFault("many.example", { kind: "tls-mute" });
    const all = await bench.prober.checkHost(targetOf(bench));
    expect(all).toMatchObject({
      verdict: "unreachable",
      faults: [{ code: "tls.timeout", severity: "outage" }],
    });
    expect(all.faults[0]?.message).not.toContain("of 3 addresses");
  });

  test("refused connections at some addresses are a warning", async () => {
    const bench = await open({ host: { listen: ["127.0.0.1"] } });
    const check = await bench.prober.checkHost(targetOf(bench));
    expect(check).toMatchObject({
      verdict: "degraded",
      faults: [{ code: "connect.refused", severity: "warning" }],
    });
    expect(check.faults[0]?.message).toContain("(2 of 3 addresses: 127.0.0.2, 127.0.0.3)");
  });

  test("tries so many addresses at a time and has been to all after a few checks", async () => {
    const bench = await open({ probe: { addressesPerFamilyMax: 1 } });
    const seen: string[] = [];
    for (let checks = 0; checks < 4; checks += 1) {
      const check = await bench.prober.checkHost({ ...targetOf(bench), before: seen.slice(-1) });
      expect(check).toMatchObject({ addressesTotal: 3, addresses: [{ verdict: "healthy" }] });
      for (const one of check.addresses) seen.push(one.address);
    }
    expect(seen).toEqual([...addresses, addresses[0]]);
    const first = await bench.prober.checkHost({ ...targetOf(bench), addressesFirst: ["127.0.0.3"] });
    expect(first.addresses.map((one) => one.address)).toEqual(["127.0.0.3"]);
  });

  test("judges by the clock it is given", async () => {
    let now = new Date();
    const bench = await open({ clock: () => now });
    const lapse = new Date(Math.ceil(now.getTime() / 1_000) * 1_000 + 3_600_000);
    await bench.host.renewCertificate("many.example", { notAfter: lapse });
    now = new Date(lapse.getTime() - 1_000);
    const before = await bench.prober.checkHost(targetOf(bench));
    expect(before.faults.map((one) => one.code)).toEqual(["certificate.expiring"]);
    expect(before.at).toBe(now.toISOString());
    now = new Date(lapse.getTime() + 1_000);
    const after = await bench.prober.checkHost(targetOf(bench));
    expect(after).toMatchObject({ verdict: "unreachable", faults: [{ code: "certificate.expired" }] });
  });

  test("a plain-http host is connected to, and a host that is none says why", async () => {
    const bench = await open();
    const plain = await bench.prober.checkHost({
      hostname: "many.example",
      port: bench.host.httpPort,
      tls: false,
    });
    expect(plain).toMatchObject({ verdict: "healthy", expiresAt: null });
    expect(plain.addresses.map((one) => one.tls)).toEqual([null, null, null]);
    const local = await bench.prober.checkHost({ hostname: "localhost", port: 443, tls: true });
    expect(local).toMatchObject({
      verdict: "unreachable",
      faults: [{ code: "address.blocked" }],
      addresses: [],
    });
  });
});
