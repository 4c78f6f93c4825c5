import { type StubAnswer, type StubDns, startStubDns } from "@earshot/podcast-host";
import { afterEach, describe, expect, test } from "vitest";
import { deadlineIn } from "./deadline.ts";
import { NameResolver, type NameResolverOptions } from "./name-resolver.ts";

const closers: (() => void | Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function open(
  answer: (type: string, name: string) => StubAnswer,
  options: Partial<NameResolverOptions> = {},
): Promise<{ resolver: NameResolver; dns: StubDns }> {
  const dns = await startStubDns(answer);
  const resolver = new NameResolver({
    servers: [dns.server],
    timeoutMs: 2_000,
    cacheMs: 60_000,
    lookupsPerDomainMax: 16,
    ...options,
  });
  closers.push(dns.close, () => resolver.close());
  return { resolver, dns };
}

const soon = () => deadlineIn(5_000);

describe("NameResolver", () => {
  test("gives the addresses of both families", async () => {
    const { resolver } = await open(() => ({ addresses: ["192.0.2.1", "192.0.2.2", "2001:db8::1"] }));
    expect(await resolver.resolve("a.example", soon())).toEqual({
      ok: true,
      addresses: [
        { address: "192.0.2.1", family: 4 },
        { address: "192.0.2.2", family: 4 },
        { address: "2001:db8::1", family: 6 },
      ],
    });
  });

  test.each<[string, (type: string) => StubAnswer, string, boolean]>([
    ["a name that does not exist", () => ({ rcode: "NXDOMAIN" }), "dns.not-found", false],
    ["a name without address", () => ({ addresses: [] }), "dns.not-found", false],
    ["a failing server", () => ({ rcode: "SERVFAIL" }), "dns.server-failure", false],
    ["a refusing server", () => ({ rcode: "REFUSED" }), "dns.server-failure", false],
    [
      "a name that nobody answers for",
      (type) => (type === "NS" ? { rcode: "REFUSED" } : "silence"),
      "dns.timeout",
      false,
    ],
    ["a silent server", () => "silence", "dns.timeout", true],
    [
      "one family failing and the other empty",
      (type) => (type === "A" ? { rcode: "SERVFAIL" } : { addresses: [] }),
      "dns.server-failure",
      false,
    ],
  ])("tells %s", async (_name, answer, code, doubt) => {
    const { resolver } = await open(answer, { timeoutMs: 400 });
    expect(await resolver.resolve("a.example", soon())).toMatchObject({
      ok: false,
      faults: [{ code, doubt }],
    });
  });

  test("is content with one family while the other fails", async () => {
    const { resolver } = await open((type) =>
      type === "A" ? { addresses: ["192.0.2.1"] } : { rcode: "SERVFAIL" },
    );
    expect(await resolver.resolve("a.example", soon())).toMatchObject({
      ok: true,
      addresses: [{ family: 4 }],
    });
  });

  test("doubts itself when no name server can be reached", async () => {
    const { resolver, dns } = await open(() => "silence");
    await dns.close();
    closers.shift();
    expect(await resolver.resolve("a.example", soon())).toMatchObject({
      faults: [{ code: "dns.timeout", doubt: true }],
    });
  });

  test("is silent from the first look-up without an answer until a server answers anything", async () => {
    let isDead = true;
    const { resolver, dns } = await open(() => (isDead ? "silence" : { rcode: "SERVFAIL" }), {
      timeoutMs: 400,
    });
    expect(resolver.isSilent).toBe(false);
    await Promise.all([1, 2, 3].map((n) => resolver.resolve(`${n}.example`, soon())));
    expect(resolver.isSilent).toBe(true);
    expect(new Set(dns.questions.filter((question) => question.startsWith("NS")))).toEqual(new Set(["NS ."]));
    isDead = false;
    await resolver.resolve("4.example", soon());
    expect(resolver.isSilent).toBe(false);
  });

  test("asks once for many at the same time, and not again while the answer is fresh", async () => {
    const { resolver, dns } = await open(() => ({ addresses: ["192.0.2.1"], ttl: 30 }));
    await Promise.all([1, 2, 3].map(() => resolver.resolve("a.example", soon())));
    await resolver.resolve("A.EXAMPLE.", soon());
    expect(dns.questions.sort()).toEqual(["A a.example", "AAAA a.example"]);
  });

  test("keeps no answer whose TTL is 0, and none for longer than the cache allows", async () => {
    for (const [ttl, cacheMs] of [
      [0, 60_000],
      [3_600, 0],
    ] as const) {
      const { resolver, dns } = await open(() => ({ addresses: ["192.0.2.1"], ttl }), { cacheMs });
      await resolver.resolve("a.example", soon());
      await resolver.resolve("a.example", soon());
      expect(dns.questions).toHaveLength(4);
    }
  });

  test("keeps no failure", async () => {
    const { resolver, dns } = await open(() => ({ rcode: "NXDOMAIN" }));
    await resolver.resolve("a.example", soon());
    await resolver.resolve("a.example", soon());
    expect(dns.questions).toHaveLength(4);
  });

  test("ends by the caller's deadline, and one slow domain holds up no other", async () => {
    const slowly = (name: string): StubAnswer =>
      name.endsWith("slow.test") ? "silence" : { addresses: ["192.0.2.1"] };
    const { resolver } = await open((_type, name) => slowly(name), {
      lookupsPerDomainMax: 1,
      timeoutMs: 3_000,
    });
    const slow = ["a", "b", "c"].map((label) => resolver.resolve(`${label}.slow.test`, deadlineIn(300)));
    expect(await resolver.resolve("a.quick.test", deadlineIn(2_000))).toMatchObject({ ok: true });
    for (const answer of await Promise.all(slow)) {
      expect(answer).toMatchObject({ ok: false, faults: [{ code: "dns.timeout" }] });
    }
  });
});
