import { StartError } from "@earshot/runtime";
import { expect, test } from "vitest";
import { orStartError } from "./or-start-error.ts";

async function messageOf(error: unknown): Promise<string> {
  const thrown = await orStartError(() => Promise.reject(error)).catch((caught: unknown) => caught);
  expect(thrown).toBeInstanceOf(StartError);
  return thrown instanceof Error ? thrown.message : "";
}

test("gives what was opened", async () => {
  expect(await orStartError(() => 7)).toBe(7);
});

test("turns an error into one that is shown without a stack, with what its cause adds", async () => {
  expect(await messageOf(new Error("no schema"))).toBe("no schema");
  const cause = new Error("password refused");
  expect(await messageOf(new Error("Cannot migrate", { cause }))).toBe("Cannot migrate (password refused)");
  expect(await messageOf(new Error("Cannot migrate: password refused", { cause }))).toBe(
    "Cannot migrate: password refused",
  );
});

test("names every attempt of a refused connection", async () => {
  const refused = new AggregateError([
    new Error("connect ECONNREFUSED ::1:1"),
    new Error("connect ECONNREFUSED 127.0.0.1:1"),
  ]);
  expect(await messageOf(refused)).toBe("connect ECONNREFUSED ::1:1; connect ECONNREFUSED 127.0.0.1:1");
});

test("passes a StartError on as it is", async () => {
  const error = new StartError("Set it.");
  await expect(orStartError(() => Promise.reject(error))).rejects.toBe(error);
});
