import { PassThrough, Readable } from "node:stream";
import { expect, test } from "vitest";
import { readInputs } from "./read-inputs.ts";

test("arguments come in order, with the lines of standard input where the dash is", async () => {
  const stdin = Readable.from(["one\r\n\ntw", "o\nthree"]);
  const inputs = await Array.fromAsync(readInputs(["first", "-", "last"], stdin));
  expect(inputs).toEqual(["first", "one", "", "two", "three", "last"]);
});

test("a line is given as soon as it is there", async () => {
  const stdin = new PassThrough();
  const inputs = readInputs(["-"], stdin);
  stdin.write("one\n");
  expect(await inputs.next()).toEqual({ done: false, value: "one" });
  stdin.end("two\n");
  expect(await inputs.next()).toEqual({ done: false, value: "two" });
  expect((await inputs.next()).done).toBe(true);
});

test("inputs are told before their turn, and read no further ahead than is bounded", async () => {
  let told = 0;
  const endless = Readable.from(
    (function* () {
      for (;;) yield "x\n".repeat(100);
    })(),
  );
  const inputs = readInputs(["a", "b", "-"], endless, () => told++);
  await inputs.next();
  expect(told).toBe(2);
  await inputs.next();
  await inputs.next();
  await expect.poll(() => told).toBeGreaterThan(5_000);
  expect(told).toBeLessThan(20_000);
  await inputs.return(undefined);
  endless.destroy();
});

test("nothing at all is no input", async () => {
  expect(await Array.fromAsync(readInputs(["-"], Readable.from([])))).toEqual([]);
});
