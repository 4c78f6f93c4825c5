import { expect, test } from "vitest";
import { bodyOf, changeOf, describeWishes, newWishes } from "./endpoint-wishes.ts";

const before = {
  ...newWishes,
  url: "https://a.example/",
  types: ["incident.opened" as const],
  feedIds: ["f1", "f2"],
};

test("only what differs is sent, whatever the order of lists", () => {
  expect(changeOf(before, { ...before, feedIds: ["f2", "f1"] })).toBeNull();
  expect(changeOf(before, { ...before, types: null, severities: ["outage"] })).toEqual({
    types: null,
    severities: ["outage"],
  });
  expect(changeOf(before, { ...before, url: "https://b.example/", style: "slack" })).toEqual({
    url: "https://b.example/",
    style: "slack",
  });
});

test("a new endpoint's body leaves out what it does not narrow", () => {
  expect(bodyOf({ ...newWishes, url: "https://a.example/" })).toEqual({
    url: "https://a.example/",
    style: "standard",
  });
  expect(bodyOf(before)).toMatchObject({ types: ["incident.opened"], feedIds: ["f1", "f2"] });
});

test.each([
  [newWishes, "Sends all notices."],
  [
    { ...before, severities: ["outage" as const, "warning" as const] },
    "Sends incident.opened, of outages and warnings only, about 2 feeds only.",
  ],
])("settings are told in a sentence, %#", (wishes, sentence) => {
  expect(describeWishes(wishes)).toBe(sentence);
});
