/** A process for run-process.test.ts: what its body does is told by the first argument. */
import { createLogger, runProcess, StartError } from "@earshot/runtime";

const [mode] = process.argv.slice(2);
const log = createLogger({ level: "info", name: "under-test" });

await runProcess("under-test", log, async (scope, control) => {
  await scope.open("first", { close: () => process.stdout.write("closed first\n") });
  await scope.open("second", {
    close: () => (mode === "hang" ? new Promise(() => {}) : process.stdout.write("closed second\n")),
  });
  const keepAlive = setInterval(() => {}, 1_000);
  scope.onClose("keep alive", () => clearInterval(keepAlive));
  if (mode === "close-fails") scope.onClose("broken", () => Promise.reject(new Error("will not close")));
  if (mode === "start-error") throw new StartError("PORT is taken, choose another");
  if (mode === "throw") throw new Error("a bug");
  if (mode === "reject-later") setImmediate(() => Promise.reject(new Error("a late bug")));
  if (mode === "stop") control.stop(3);
  if (mode === "slow-start") {
    process.stdout.write("ready\n");
    await scope.open(
      "third",
      new Promise<{ close: () => void }>((resolve) => {
        scope.signal.addEventListener("abort", () =>
          resolve({ close: () => process.stdout.write("closed third\n") }),
        );
      }),
    );
    process.stdout.write("never reached\n");
  }
  process.stdout.write("ready\n");
});
