import { describe, expect, it } from "vitest";
import { CloseError, openScope, ScopeClosedError } from "./open-scope.ts";

describe("openScope", () => {
  it("closes in the reverse of the order of opening", async () => {
    const closed: string[] = [];
    const scope = openScope();
    const store = await scope.open("store", { id: 1, close: () => closed.push("store") });
    await scope.open("queue", Promise.resolve({ close: async () => closed.push("queue") }));
    scope.onClose("timer", () => closed.push("timer"));
    expect(store.id).toBe(1);
    await scope.close();
    expect(closed).toEqual(["timer", "queue", "store"]);
  });

  it("closes once, however often it is asked", async () => {
    let count = 0;
    const scope = openScope();
    scope.onClose("one", () => count++);
    await Promise.all([scope.close(), scope.close()]);
    expect(count).toBe(1);
  });

  it("runs every closer even when one throws, and names the one that did", async () => {
    const closed: string[] = [];
    const scope = openScope();
    scope.onClose("store", () => closed.push("store"));
    scope.onClose("queue", () => Promise.reject(new Error("connection lost")));
    scope.onClose("server", () => {
      throw new Error("not running");
    });
    const error = await scope.close().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CloseError);
    expect(String(error)).toContain("server: not running; queue: connection lost");
    expect(closed).toEqual(["store"]);
  });

  it("goes on to the next closer when one hangs beyond the deadline", async () => {
    const closed: string[] = [];
    const scope = openScope({ closeTimeoutMs: 10 });
    scope.onClose("store", () => closed.push("store"));
    scope.onClose("worker", () => new Promise(() => {}));
    await expect(scope.close()).rejects.toThrow(/^worker: did not close within \d+ ms$/);
    expect(closed).toEqual(["store"]);
  });

  it("closes at once what opens while it closes", async () => {
    const scope = openScope();
    const slow = Promise.withResolvers<{ close: () => void }>();
    let isClosed = false;
    const opening = scope.open("slow", slow.promise);
    const closing = scope.close();
    expect(scope.signal.aborted).toBe(true);
    slow.resolve({ close: () => (isClosed = true) });
    await expect(opening).rejects.toBeInstanceOf(ScopeClosedError);
    await closing;
    expect(isClosed).toBe(true);
  });
});
