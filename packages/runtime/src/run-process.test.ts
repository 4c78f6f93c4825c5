import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const script = fileURLToPath(new URL("../test/process-under-test.ts", import.meta.url));

async function runUnderTest(
  mode: string,
  onReady: (kill: (signal: NodeJS.Signals) => void) => void = () => {},
) {
  const child = spawn(process.execPath, [script, mode], { stdio: ["ignore", "pipe", "pipe"] });
  const output = { stdout: "", stderr: "" };
  let isReady = false;
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output.stdout += text;
    if (!isReady && output.stdout.includes("ready\n")) {
      isReady = true;
      onReady((signal) => child.kill(signal));
    }
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    output.stderr += text;
    // The second signal is sent once the first was taken, which the log tells.
    if (mode === "hang" && text.includes("is stopping")) child.kill("SIGINT");
  });
  const [code]: (number | null)[] = await once(child, "close");
  return { code, ...output };
}

describe("runProcess", () => {
  it.each(["SIGTERM", "SIGINT"] as const)("closes in reverse and exits 0 on %s", async (signal) => {
    const { code, stdout, stderr } = await runUnderTest("wait", (kill) => kill(signal));
    expect(stdout).toBe("ready\nclosed second\nclosed first\n");
    expect(code).toBe(0);
    expect(stderr).toContain(`"reason":"${signal}"`);
  });

  it("exits at once on a second signal", async () => {
    const { code, stdout } = await runUnderTest("hang", (kill) => kill("SIGTERM"));
    expect(code).toBe(130);
    expect(stdout).not.toContain("closed first");
  });

  it("says what was wrong at the start without a stack, closes what was open, and exits 2", async () => {
    const { code, stdout, stderr } = await runUnderTest("start-error");
    expect(code).toBe(2);
    expect(stdout).toBe("closed second\nclosed first\n");
    expect(stderr).toContain('"msg":"PORT is taken, choose another"');
    expect(stderr).not.toContain("stack");
  });

  it.each([
    ["throw", "a bug"],
    ["reject-later", "a late bug"],
  ])("logs a bug with its stack and exits 2 (%s)", async (mode, message) => {
    const { code, stdout, stderr } = await runUnderTest(mode);
    expect(code).toBe(2);
    expect(stdout).toContain("closed second\nclosed first\n");
    expect(stderr).toContain(`Error: ${message}\\n    at `);
  });

  it("exits with the code that the body asked for", async () => {
    const { code, stdout } = await runUnderTest("stop");
    expect(code).toBe(3);
    expect(stdout).toBe("ready\nclosed second\nclosed first\n");
  });

  it("exits 2 when something would not close", async () => {
    const { code, stdout, stderr } = await runUnderTest("close-fails", (kill) => kill("SIGTERM"));
    expect(code).toBe(2);
    expect(stderr).toContain("broken: will not close");
    expect(stdout).toContain("closed first");
  });

  it("can be stopped while it starts", async () => {
    const { code, stdout } = await runUnderTest("slow-start", (kill) => kill("SIGTERM"));
    expect(code).toBe(0);
    expect(stdout).toContain("closed third");
    expect(stdout).not.toContain("never reached");
  });
});
