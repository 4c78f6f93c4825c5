import { expect, test } from "vitest";
import type { PlacedHop } from "./place-for.ts";
import { placeFor } from "./place-for.ts";

function hop(host: string, change: Partial<PlacedHop> = {}): PlacedHop {
  return { host, port: 443, role: null, addresses: [], certificate: null, ...change };
}
const hook = hop("hooks.acme.example", { webhooksOnly: true });
const media = hop("media.acme.example");
const namesOf = (place: ReturnType<typeof placeFor>) => [place.where, place.failing.map(({ host }) => host)];

test("a host that only the webhooks of others lead to is named to nobody else", () => {
  const place = { where: "hooks.acme.example", failing: [hook, media] };
  expect(namesOf(placeFor(place, []))).toEqual(["media.acme.example", ["media.acme.example"]]);
  expect(namesOf(placeFor({ ...place, failing: [hook] }, []))).toEqual([
    "a host with the same certificate",
    [],
  ]);
});

test("the owner of the webhook sees its host first, and ops see all", () => {
  const place = { where: "media.acme.example", failing: [media, hook] };
  expect(namesOf(placeFor(place, [{ id: "e1", host: "hooks.acme.example" }]))).toEqual([
    "media.acme.example",
    ["hooks.acme.example", "media.acme.example"],
  ]);
  expect(namesOf(placeFor(place, null))).toEqual([
    "media.acme.example",
    ["media.acme.example", "hooks.acme.example"],
  ]);
});

test("a webhook is known by its port too", () => {
  const place = { where: "hooks.acme.example", failing: [{ ...hook, port: 8443 }] };
  expect(placeFor(place, [{ id: "e1", host: "hooks.acme.example" }]).failing).toEqual([]);
  expect(placeFor(place, [{ id: "e1", host: "hooks.acme.example:8443" }]).failing).toEqual([
    hop("hooks.acme.example", { port: 8443 }),
  ]);
});

test("a show's title stays what it is, where no hop is known", () => {
  expect(placeFor({ where: "Some Show", failing: [] }, [])).toEqual({ where: "Some Show", failing: [] });
});
