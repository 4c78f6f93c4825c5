import { type Authority, makeAuthority, type PodcastHost, startPodcastHost } from "@earshot/podcast-host";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { days, hostname } from "../test/chain-case.ts";
import { limitCases } from "../test/limit-cases.ts";
import { nameCases } from "../test/name-cases.ts";
import { serveChain, shakeHands } from "../test/shake-hands.ts";
import { trustCases } from "../test/trust-cases.ts";
import { judgeChain } from "./judge-chain.ts";
import { openTrustStore, type TrustStore } from "./trust-store.ts";

let host: PodcastHost;
let root: Authority;
let ca: Authority;
let trust: TrustStore;
beforeAll(async () => {
  root = await makeAuthority({ name: "Root", notBefore: days(-3000), notAfter: days(3000) });
  ca = await root.issueIntermediate({ name: "CA", notBefore: days(-2000), notAfter: days(2000) });
  trust = openTrustStore({ roots: [root.certificatePem] });
  host = await startPodcastHost({ authority: root });
});
afterAll(() => host.close());

describe("judgeChain", () => {
  it.each([...trustCases, ...nameCases, ...limitCases])(
    "$title",
    async ({ make, faults, openssl, notes = [], disagreement = false }) => {
      const { leaf, above, hostname: asked = hostname } = await make({ root, ca });
      await serveChain(host, "served.example", leaf, above);
      const { served, authorizationError } = await shakeHands(host, "served.example", [root.certificatePem]);
      const judgement = judgeChain({ served, hostname: asked, now: new Date(), trust, authorizationError });
      const found = judgement.faults.map((fault) => `${fault.severity} ${fault.code}`);
      expect({ found, openssl: authorizationError }).toEqual({ found: faults, openssl });
      expect(judgement.notes.map((note) => note.kind)).toEqual(notes);
      expect(judgement.disagreement).toBe(disagreement);
      expect(judgement.usable).toBe(!faults.some((fault) => fault.startsWith("outage")));
      expect(judgement.tls.certificates).toHaveLength(1 + above.length);
    },
  );
});
