import { expect, test } from "vitest";
import type { EvidenceBundle } from "./build-bundle.ts";
import { renderPage } from "./render-page.ts";

const at = "2026-11-01T12:00:00.000Z";
const bundle: EvidenceBundle = {
  version: 1,
  generatedAt: at,
  headline: "Certificate expired at hooks.example",
  incident: {
    ...{ id: "01a226eb-5128-76b2-ace8-05f11a490910", kind: "certificate", where: "hooks.example" },
    ...{ severity: "outage", since: at, openedAt: at, resolvedAt: null, reason: null, relapse: 0 },
    faults: [],
    failing: [],
  },
  affected: { shows: 0, episodes: 0, samples: [], endpoints: [] },
  urlsLeftOut: true,
  looks: [],
};
const webhook = { id: "01a226eb-5128-76b2-ace8-05f11a490911", host: "hooks.example" };

test("where only a webhook suffers, it is told of that and not of no episodes", () => {
  const page = renderPage({ ...bundle, affected: { ...bundle.affected, endpoints: [webhook, webhook] } });
  expect(page).toContain("Webhooks of the publisher at hooks.example: notices to them may not arrive.");
  expect(page).not.toContain("0 episodes");
});

test("where shows suffer, too, both are told", () => {
  const affected = { ...bundle.affected, shows: 1, episodes: 2, endpoints: [webhook] };
  const page = renderPage({ ...bundle, affected });
  expect(page).toContain("2 episodes of 1 show of");
  expect(page).toContain("notices to them may not arrive");
});
