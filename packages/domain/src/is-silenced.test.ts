import { expect, test } from "vitest";
import { isSilenced, type Silence, type Trouble } from "./is-silenced.ts";

const now = new Date("2026-11-01T12:00:00.000Z");
const hours = (count: number) => new Date(now.getTime() + count * 3_600_000);
const trouble: Trouble = {
  incidentId: "i1",
  hosts: ["media.example"],
  shows: 2,
  feedIds: ["a", "b"],
  endpoints: 0,
};

function silence(change: Partial<Silence> = {}): Silence {
  return { feedId: null, host: null, incidentId: null, startsAt: hours(-1), endsAt: hours(1), ...change };
}

test.each([
  ["nothing", [], false],
  ["everything", [silence()], true],
  ["everything, until it is lifted", [silence({ endsAt: null })], true],
  ["everything, but later", [silence({ startsAt: hours(1), endsAt: hours(2) })], false],
  ["everything, but it is over", [silence({ endsAt: now })], false],
  ["everything, from now on", [silence({ startsAt: now })], true],
  ["its host", [silence({ host: "media.example" })], true],
  ["another host", [silence({ host: "other.example" })], false],
  ["the incident", [silence({ incidentId: "i1" })], true],
  ["another incident", [silence({ incidentId: "i2" })], false],
  ["one of two feeds that suffer", [silence({ feedId: "a" })], false],
  ["both feeds that suffer", [silence({ feedId: "a" }), silence({ feedId: "b" })], true],
  ["both feeds, one of them over", [silence({ feedId: "a" }), silence({ feedId: "b", endsAt: now })], false],
  [
    "a feed on another host",
    [silence({ feedId: "a", host: "other.example" }), silence({ feedId: "b" })],
    false,
  ],
] as const)("silencing %s", (_, silences, expected) => {
  expect(isSilenced(silences, trouble, now)).toBe(expected);
});

test("the only feed that suffers may be silenced on one host alone", () => {
  const single = { ...trouble, shows: 1, feedIds: ["a"] };
  expect(isSilenced([silence({ feedId: "a", host: "media.example" })], single, now)).toBe(true);
  expect(isSilenced([silence({ feedId: "a", host: "other.example" })], single, now)).toBe(false);
});

test("more feeds than are known are never silenced one by one", () => {
  expect(
    isSilenced([silence({ feedId: "a" }), silence({ feedId: "b" })], { ...trouble, shows: 3 }, now),
  ).toBe(false);
});

test("a webhook endpoint at the host that is broken is not silenced with the feeds", () => {
  const atWebhook = { ...trouble, endpoints: 1 };
  const single = { ...atWebhook, shows: 1, feedIds: ["a"] };
  expect(isSilenced([silence({ feedId: "a" }), silence({ feedId: "b" })], atWebhook, now)).toBe(false);
  expect(isSilenced([silence({ feedId: "a", host: "media.example" })], single, now)).toBe(false);
  expect(isSilenced([silence({ host: "media.example" })], atWebhook, now)).toBe(true);
});
