import { expect, test } from "vitest";
import { codesOfKey, feedIncidentKeys, formatIncidentKey, severityOfKey } from "./incident-key.ts";

test.each([
  [["http.not-found"], ["feed:7:document"]],
  [["feed.items-lost"], ["feed:7:integrity"]],
  [
    ["feed.identity-changed", "feed.not-xml"],
    ["feed:7:document", "feed:7:integrity"],
  ],
  [[], []],
] as const)("a feed with %j is in the incidents %j", (codes, keys) => {
  expect(feedIncidentKeys(7, codes).map(formatIncidentKey)).toEqual(keys);
});

test("a warning and an outage are never in the same incident", () => {
  const codes = ["feed.items-lost", "http.server-error", "feed.identity-changed"] as const;
  for (const key of feedIncidentKeys(7, codes)) {
    const isWarning = severityOfKey(key) === "warning";
    expect(codesOfKey(key, codes)).toEqual(isWarning ? [codes[0], codes[2]] : [codes[1]]);
  }
  const host = { kind: "host", hostname: "a.example", port: 443 } as const;
  expect(severityOfKey(host)).toBe("outage");
  expect(codesOfKey(host, ["connect.refused"])).toEqual(["connect.refused"]);
});
