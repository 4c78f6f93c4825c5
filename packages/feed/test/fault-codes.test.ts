import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { FaultCode } from "@earshot/domain";
import { describe, expect, test } from "vitest";

// A feed's faults come from its bytes or its history, not from a hop; where each is brought about and asserted.
const fixtures = (name: string) => `fixtures/feeds/${name}.expected.json`;
const feedCases: Record<Extract<FaultCode, `feed.${string}`>, string> = {
  "feed.not-xml": fixtures("empty"),
  "feed.not-a-feed": fixtures("json-other"),
  "feed.malformed": fixtures("attribute-errors"),
  "feed.leading-bytes": fixtures("leading-brace"),
  "feed.encoding-mismatch": fixtures("encoding-mixed"),
  "feed.too-large": "packages/probe/src/open-document.test.ts",
  "feed.no-enclosures": fixtures("empty-channel"),
  "feed.identity-changed": "packages/feed/src/compare-snapshots.test.ts",
  "feed.items-lost": "packages/feed/src/compare-snapshots.test.ts",
  "feed.stale": "packages/feed/src/evaluate-show.test.ts",
  "feed.moved": "packages/feed/src/evaluate-show.test.ts",
  "feed.duplicate-guid": fixtures("duplicates"),
  "feed.duplicate-enclosure": fixtures("duplicates"),
  "feed.missing-enclosure-attribute": fixtures("attributes-missing"),
  "feed.invalid-enclosure-url": fixtures("atom"),
};

describe("every code of a feed", () => {
  test.each(Object.entries(feedCases))("%s is asserted in %s", (code, path) => {
    const file = join(import.meta.dirname, "../../..", path);
    expect(existsSync(file) && readFileSync(file, "utf8").includes(`"${code}"`)).toBe(true);
  });
});
