import { X509Certificate } from "node:crypto";
import { type Authority, makeAuthority, makeSelfSigned } from "@earshot/podcast-host";
import { beforeAll, describe, expect, it } from "vitest";
import { readPems } from "../test/read-pems.ts";
import { createIntermediatePool } from "./intermediate-pool.ts";
import { intermediatesOf, judgeChain, rejudgeDates } from "./judge-chain.ts";
import { openTrustStore, type TrustStore } from "./trust-store.ts";

const hostname = "media.example";
const at = (text: string) => new Date(text);
const present = at("2022-05-01T00:00:00Z");

let root: Authority;
let ca: Authority;
let trust: TrustStore;
beforeAll(async () => {
  const dates = { notBefore: at("2015-01-01T00:00:00Z"), notAfter: at("2035-01-01T00:00:00Z") };
  root = await makeAuthority({ name: "Root", ...dates });
  ca = await root.issueIntermediate({ name: "CA", ...dates });
  trust = openTrustStore({ roots: [root.certificatePem] });
});

async function serve(notBefore: string, notAfter: string, from = ca): Promise<X509Certificate[]> {
  const leaf = await from.issue({ names: [hostname], notBefore: at(notBefore), notAfter: at(notAfter) });
  return readPems(leaf.chainPem);
}

const codes = (judgement: { faults: readonly { severity: string; code: string }[] }) =>
  judgement.faults.map((fault) => `${fault.severity} ${fault.code}`);

describe("the two years of a certificate that nobody renewed", () => {
  it("is silent, warns at each threshold, and is an outage from the second of its end on", async () => {
    const served = await serve("2020-05-30T00:00:00Z", "2022-05-30T23:59:59Z");
    const on = (text: string) => {
      const judgement = judgeChain({ served, hostname, now: at(text), trust });
      return [codes(judgement).join(), judgement.deadline?.threshold, judgement.usable];
    };
    expect(on("2022-04-30T23:59:58.999Z")).toEqual(["", null, true]);
    expect(on("2022-04-30T23:59:59Z")).toEqual(["warning certificate.expiring", 1, true]);
    expect(on("2022-05-23T23:59:59Z")).toEqual(["warning certificate.expiring", 2, true]);
    expect(on("2022-05-28T23:59:59Z")).toEqual(["warning certificate.expiring", 3, true]);
    expect(on("2022-05-30T17:59:59Z")).toEqual(["warning certificate.expiring", 4, true]);
    expect(on("2022-05-30T23:59:58.999Z")).toEqual(["warning certificate.expiring", 4, true]);
    expect(on("2022-05-30T23:59:59Z")).toEqual(["outage certificate.expired", 4, false]);
    expect(on("2020-05-29T23:59:59Z")).toEqual(["outage certificate.not-yet-valid", null, false]);
  });

  it("names date and host in what it says", async () => {
    const served = await serve("2020-05-30T00:00:00Z", "2022-05-30T23:59:59Z");
    const judgement = judgeChain({ served, hostname, now: at("2022-05-20T00:00:00Z"), trust });
    expect(judgement.faults[0]?.message).toBe(
      "The certificate of media.example (“media.example”) expires on 2022-05-30 23:59:59 UTC.",
    );
    expect(judgement.expiresAt).toBe("2022-05-30T23:59:59Z");
    expect(judgement.path.map((element) => element.subject)).toEqual([
      "CN=media.example",
      "CN=CA, O=Earshot Fixtures",
      "CN=Root, O=Earshot Fixtures",
    ]);
    expect(JSON.parse(JSON.stringify(judgement))).toEqual(judgement);
  });

  it.each([6, 47, 90, 398])(
    "never hears of a certificate for %i days that is renewed in time",
    async (days) => {
      const start = present.getTime();
      const end = new Date(start + days * 86_400_000);
      const served = await serve(present.toISOString(), end.toISOString());
      for (let share = 0; share <= 0.66; share += 0.06) {
        const now = new Date(start + share * (end.getTime() - start));
        expect(judgeChain({ served, hostname, now, trust }).faults).toEqual([]);
      }
    },
  );
});

describe("the judged path", () => {
  it("is the one whose earliest end comes latest", async () => {
    const otherRoot = await makeAuthority({
      name: "Other Root",
      notBefore: at("2015-01-01T00:00:00Z"),
      notAfter: at("2022-06-01T00:00:00Z"),
    });
    const crossed = await otherRoot.crossSign(ca, {
      notBefore: at("2015-01-01T00:00:00Z"),
      notAfter: at("2022-06-01T00:00:00Z"),
    });
    const both = openTrustStore({ roots: [root.certificatePem, otherRoot.certificatePem] });
    const [leaf, direct] = await serve("2022-01-01T00:00:00Z", "2023-01-01T00:00:00Z");
    const other = new X509Certificate(crossed);
    if (!leaf || !direct) throw new Error("no chain");
    const judge = (store: TrustStore, served: X509Certificate[]) =>
      judgeChain({ served, hostname, now: present, trust: store });
    expect(judge(both, [leaf, other, direct]).expiresAt).toBe("2023-01-01T00:00:00Z");
    expect(judge(both, [leaf, other, direct]).notes).toEqual([
      { kind: "alternative", fingerprint256: expect.any(String) },
    ]);
    expect(judge(both, [leaf, other]).expiresAt).toBe("2022-06-01T00:00:00Z");
    expect(codes(judge(both, [leaf, other]))).toEqual([]);
    expect(
      codes(judge(openTrustStore({ roots: [otherRoot.certificatePem] }), [leaf, other, direct])),
    ).toEqual([]);
  });

  it("does not mind how a root of the store is signed", async () => {
    const old = await makeAuthority({ name: "Old", keyType: "rsa2048", signatureHash: "SHA-1" });
    const leaf = await old.issue({ names: [hostname] });
    const store = openTrustStore({ roots: [], extraPem: [old.certificatePem] });
    expect(
      codes(judgeChain({ served: readPems(leaf.chainPem), hostname, now: new Date(), trust: store })),
    ).toEqual([]);
  });

  it("is a self-signed certificate alone that an operator trusts", async () => {
    const own = await makeSelfSigned({ names: [hostname] });
    const store = openTrustStore({ extraPem: [own.certPem] });
    const judgement = judgeChain({ served: readPems(own.certPem), hostname, now: new Date(), trust: store });
    expect([codes(judgement), judgement.path.length, judgement.notes]).toEqual([[], 1, []]);
  });

  it("finishes on a thicket of certificates that all issued one another", async () => {
    const crowd = await Promise.all(
      Array.from({ length: 8 }, (_, index) => makeAuthority({ name: `A${index % 2}` })),
    );
    const crossed = await Promise.all(
      crowd.flatMap((one) => crowd.slice(0, 2).map((other) => one.crossSign(other))),
    );
    const leaf = await crowd[0]?.issue({ names: [hostname] });
    const served = readPems([leaf?.certPem, ...crossed].join(""));
    expect(codes(judgeChain({ served, hostname, now: new Date(), trust }))).toEqual([
      "outage certificate.untrusted-root",
    ]);
  });
});

describe("a missing intermediate", () => {
  it("is told from an unknown root by the pool of intermediates seen elsewhere", async () => {
    const lower = await ca.issueIntermediate({ name: "Lower CA", notBefore: at("2020-01-01T00:00:00Z") });
    const served = await serve("2022-01-01T00:00:00Z", "2023-01-01T00:00:00Z", lower);
    const partial = served.slice(0, 2);
    const pool = createIntermediatePool();
    const judge = () =>
      codes(judgeChain({ served: partial, hostname, now: present, trust, intermediates: pool }));
    expect(judge()).toEqual(["outage certificate.untrusted-root"]);
    pool.add(intermediatesOf(judgeChain({ served, hostname, now: present, trust })));
    expect(pool.size).toBe(2);
    expect(judge()).toEqual(["outage certificate.incomplete-chain"]);
  });

  it("is named, and not an authority that nobody needs", async () => {
    const stranger = await makeAuthority({ name: "Stranger", notBefore: at("2015-01-01T00:00:00Z") });
    const lower = await ca.issueIntermediate({ name: "Lower CA", notBefore: at("2020-01-01T00:00:00Z") });
    const crossed = await stranger.crossSign(lower, { notBefore: at("2020-01-01T00:00:00Z") });
    const served = await serve("2022-01-01T00:00:00Z", "2023-01-01T00:00:00Z", lower);
    const pool = createIntermediatePool();
    pool.add(intermediatesOf(judgeChain({ served, hostname, now: present, trust })));
    const [leaf, ...above] = served;
    const say = (...chain: (X509Certificate | undefined)[]) =>
      judgeChain({
        served: chain.filter((one) => one !== undefined),
        hostname,
        now: present,
        trust,
        intermediates: pool,
      }).faults.map((fault) => fault.message);
    const sentence = (missing: string, below: string) =>
      `media.example does not send the intermediate certificate “${missing}”, which issued “${below}”.`;
    expect(say(leaf, above[0])).toEqual([sentence("CA", "Lower CA")]);
    expect(say(leaf)).toEqual([sentence("Lower CA", "media.example")]);
    // Sent, but signed by somebody else: the one that leads to a root players trust is missing.
    expect(say(leaf, new X509Certificate(crossed))).toEqual([sentence("Lower CA", "media.example")]);
    expect(say(leaf, new X509Certificate(crossed), new X509Certificate(stranger.certificatePem))).toEqual([
      sentence("Lower CA", "media.example"),
    ]);
  });

  it("is what a server without any certificate has, too", () => {
    const judgement = judgeChain({ served: [], hostname, now: present, trust });
    expect(codes(judgement)).toEqual(["outage certificate.incomplete-chain"]);
    expect([judgement.expiresAt, judgement.leafFingerprint, judgement.deadline]).toEqual([null, null, null]);
  });
});

describe("OpenSSL's word", () => {
  it("keeps our judge alone from calling a chain unreachable", async () => {
    const served = (await serve("2022-01-01T00:00:00Z", "2023-01-01T00:00:00Z")).slice(0, 1);
    const judgement = judgeChain({ served, hostname, now: present, trust, authorizationError: null });
    expect(codes(judgement)).toEqual(["warning certificate.incomplete-chain"]);
    expect([judgement.usable, judgement.disagreement]).toEqual([true, true]);
  });

  it("does not excuse another host name, which is not OpenSSL's to judge", async () => {
    const served = await serve("2022-01-01T00:00:00Z", "2023-01-01T00:00:00Z");
    const judgement = judgeChain({
      served,
      hostname: "x.example",
      now: present,
      trust,
      authorizationError: null,
    });
    expect(codes(judgement)).toEqual(["outage certificate.hostname-mismatch"]);
  });

  it("is a reason of its own when it refuses what we find sound", async () => {
    const served = await serve("2022-01-01T00:00:00Z", "2023-01-01T00:00:00Z");
    const judgement = judgeChain({
      served,
      hostname,
      now: present,
      trust,
      authorizationError: "PERMITTED_VIOLATION",
    });
    expect(codes(judgement)).toEqual(["outage certificate.untrusted-root"]);
    expect(judgement.faults[0]?.message).toContain("PERMITTED_VIOLATION");
    expect(judgement.disagreement).toBe(true);
  });

  it("counts for the time it was given: what ends later is an outage", async () => {
    const served = await serve("2022-01-01T00:00:00Z", "2022-05-02T00:00:00Z");
    const judgement = judgeChain({ served, hostname, now: present, trust, authorizationError: null });
    const end = at("2022-05-02T00:00:00Z");
    const again = judgeChain({ served, hostname, now: end, trust, authorizationError: null });
    for (const later of [rejudgeDates(judgement, end), again]) {
      expect(codes(later)).toEqual(["outage certificate.expired"]);
      expect([later.usable, later.disagreement]).toEqual([false, false]);
    }
  });
});

describe("rejudgeDates", () => {
  it("gives the very same judgement until a date changes it", async () => {
    const served = await serve("2022-01-01T00:00:00Z", "2023-01-01T00:00:00Z");
    const judgement = judgeChain({ served, hostname, now: present, trust });
    expect(judgeChain({ served: [...served], hostname, now: at("2022-06-01T00:00:00Z"), trust })).toBe(
      judgement,
    );
    expect(rejudgeDates(judgement, at("2022-06-01T00:00:00Z"))).toBe(judgement);
    expect(codes(rejudgeDates(judgement, at("2022-12-15T00:00:00Z")))).toEqual([
      "warning certificate.expiring",
    ]);
    expect(codes(rejudgeDates(judgement, at("2021-12-31T00:00:00Z")))).toEqual([
      "outage certificate.not-yet-valid",
    ]);
  });

  it("says so when it gets a copy", async () => {
    const served = await serve("2022-01-01T00:00:00Z", "2023-01-01T00:00:00Z");
    const judgement = judgeChain({ served, hostname, now: present, trust });
    expect(() => rejudgeDates({ ...judgement }, present)).toThrow(TypeError);
  });
});

describe("a trust gap", () => {
  it("names the older stores that have no path, and heeds the dates of what lies below the root", async () => {
    const oldRoot = await makeAuthority({
      name: "Old Root",
      notBefore: at("2000-01-01T00:00:00Z"),
      notAfter: at("2021-09-30T00:00:00Z"),
    });
    const crossed = await oldRoot.crossSign(root, {
      notBefore: at("2015-01-01T00:00:00Z"),
      notAfter: at("2022-09-30T00:00:00Z"),
    });
    const olderStores = [
      openTrustStore({ name: "Android 7", roots: [oldRoot.certificatePem] }),
      openTrustStore({ name: "Old Java", roots: [] }),
    ];
    const served = await serve("2022-01-01T00:00:00Z", "2023-01-01T00:00:00Z");
    const withCross = [...served, new X509Certificate(crossed)];
    const say = (chain: X509Certificate[], now: Date) =>
      judgeChain({ served: chain, hostname, now, trust, olderStores }).faults.map((fault) => fault.message);
    expect(say(served, present)).toEqual([
      "The certificate chain of media.example is not trusted by devices with Android 7 and Old Java.",
    ]);
    // The older root itself has ended, which older devices do not look at.
    expect(say(withCross, present)).toEqual([
      "The certificate chain of media.example is not trusted by devices with Old Java.",
    ]);
    // A chain that has ended is no gap: devices of every age refuse it.
    expect(say(served, at("2023-01-02T00:00:00Z"))).toEqual([expect.stringContaining("expired on")]);
    // Nor is one whose root has ended: such a chain is told as expired, and once.
    const far = at("2041-01-01T00:00:00Z");
    const alone = await makeSelfSigned({ names: [hostname], notAfter: at("2040-01-01T00:00:00Z") });
    const own = openTrustStore({ roots: [], extraPem: [alone.certPem] });
    const lone = judgeChain({ served: readPems(alone.certPem), hostname, now: far, trust: own, olderStores });
    expect(lone.faults.map((fault) => fault.code)).toEqual(["certificate.expired"]);
    expect(say(withCross, at("2022-10-01T00:00:00Z"))).toEqual([
      "The certificate chain of media.example is not trusted by devices with Android 7 and Old Java.",
    ]);
  });
});
