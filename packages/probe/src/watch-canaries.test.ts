import { type HostCheck, type Outcome, soundHealth, type Verdict } from "@earshot/domain";
import { describe, expect, it } from "vitest";
import { type CanaryOptions, watchCanaries } from "./watch-canaries.ts";

const canaries = ["one.example", "two.example:8443", "http://three.example/feed.xml"];
const bad: Omit<Outcome, "joins"> = {
  at: new Date("2026-11-23T12:00:00Z"),
  kind: "bad",
  codes: ["connect.timeout"],
  predicted: false,
};

/** A watch whose canaries answer as said, in their order, and what it told and asked. */
function watch(verdicts: readonly Verdict[], list: readonly string[] = canaries) {
  const changes: Parameters<CanaryOptions["onChange"]>[0][] = [];
  const asked: string[] = [];
  const checkHost: CanaryOptions["checkHost"] = async ({ hostname, port, tls }) => {
    const verdict = verdicts[asked.length % list.length] ?? "healthy";
    asked.push(`${hostname}:${port}:${tls}`);
    const check: HostCheck = {
      hostname,
      port,
      at: bad.at.toISOString(),
      vantage: "local",
      verdict,
      faults: [],
      addresses: [],
      addressesTotal: 1,
      expiresAt: null,
    };
    return check;
  };
  return {
    ...watchCanaries({ canaries: list, checkHost, onChange: (change) => changes.push(change) }),
    changes,
    asked,
  };
}

describe("watchCanaries", () => {
  it("takes a bad outcome as unclear while most canaries fail too, and tells ops once", async () => {
    const { doubt, changes } = watch(["unreachable", "unreachable", "healthy"]);
    expect(await doubt(bad, soundHealth)).toMatchObject({ kind: "unclear", codes: ["connect.timeout"] });
    await doubt(bad, soundHealth);
    expect(changes).toEqual([{ isSuspect: true, failing: ["one.example", "two.example:8443"] }]);
  });

  it("believes a bad outcome while most canaries are fine", async () => {
    const { doubt, changes } = watch(["unreachable", "healthy", "healthy"]);
    expect(await doubt(bad, soundHealth)).toEqual(bad);
    expect(changes).toEqual([]);
  });

  it("asks each canary once for all outcomes of a moment, on its own port", async () => {
    const { doubt, asked } = watch(["healthy"]);
    await Promise.all([doubt(bad, soundHealth), doubt(bad, soundHealth), doubt(bad, soundHealth)]);
    expect(asked).toEqual(["one.example:443:true", "two.example:8443:true", "three.example:80:false"]);
  });

  it.each([
    ["a clear outcome", { ...bad, kind: "clear" } as const, soundHealth],
    ["an expired certificate", { ...bad, codes: ["certificate.expired"] } as const, soundHealth],
    ["a member of an open incident", bad, { ...soundHealth, state: "bad" } as const],
  ])("asks nobody about %s", async (_, outcome, health) => {
    const { doubt, asked } = watch(["unreachable", "unreachable", "unreachable"]);
    expect(await doubt(outcome, health)).toEqual(outcome);
    expect(asked).toEqual([]);
  });

  it("does nothing without canaries", async () => {
    const { doubt, asked } = watch([], []);
    expect(await doubt(bad, soundHealth)).toEqual(bad);
    expect(asked).toEqual([]);
  });
});
