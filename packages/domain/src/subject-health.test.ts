import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  advanceHealth,
  type HealthStep,
  isNearConfirmation,
  leaveToHost,
  type Outcome,
  type SubjectHealth,
  soundHealth,
} from "./subject-health.ts";

const rules = { confirmDelaysMs: [10_000, 30_000] };
const start = Date.parse("2022-05-31T00:00:00Z");

function outcome(kind: Outcome["kind"], atSeconds: number, more: Partial<Outcome> = {}): Outcome {
  return {
    at: new Date(start + atSeconds * 1_000),
    kind,
    codes: kind === "bad" ? ["connect.refused"] : [],
    predicted: false,
    joins: false,
    ...more,
  };
}

function walk(outcomes: readonly Outcome[], from: SubjectHealth = soundHealth): HealthStep[] {
  const steps: HealthStep[] = [];
  let health = from;
  for (const next of outcomes) {
    const step = advanceHealth(health, next, rules);
    steps.push(step);
    health = step.health;
  }
  return steps;
}

const signals = (steps: readonly HealthStep[]) => steps.map((step) => step.signal);

describe("advanceHealth", () => {
  it("confirms a suspect after every confirmation delay was bad, and keeps the first sight as since", () => {
    const steps = walk([outcome("bad", 0), outcome("bad", 10), outcome("bad", 40)]);
    expect(signals(steps)).toEqual(["suspected", "none", "confirmed"]);
    expect(steps.map((step) => step.nextCheckMs)).toEqual([10_000, 30_000, 10_000]);
    expect(steps[2]?.health).toMatchObject({ state: "bad", since: "2022-05-31T00:00:00.000Z", relapses: 0 });
  });

  it("does not take looks that came before their delay for confirmations", () => {
    const steps = walk([outcome("bad", 0), outcome("bad", 0.2), outcome("bad", 0.4), outcome("bad", 4)]);
    expect(signals(steps)).toEqual(["suspected", "none", "none", "none"]);
    expect(steps.at(-1)).toMatchObject({ health: { state: "suspect", streak: 1 }, nextCheckMs: 6_000 });
    const late = walk([outcome("bad", 10), outcome("bad", 12), outcome("bad", 40)], steps.at(-1)?.health);
    expect(signals(late)).toEqual(["none", "none", "confirmed"]);
  });

  it("dismisses a suspect at the first clear outcome", () => {
    const steps = walk([outcome("bad", 0), outcome("clear", 10)]);
    expect(signals(steps)).toEqual(["suspected", "dismissed"]);
    expect(steps[1]?.health).toMatchObject({ state: "ok", since: null, codes: [] });
  });

  it("confirms a predicted expiry by one more look at once", () => {
    const steps = walk([outcome("bad", 1, { predicted: true }), outcome("bad", 1.2, { predicted: true })]);
    expect(signals(steps)).toEqual(["suspected", "confirmed"]);
    expect(steps[0]?.nextCheckMs).toBe(0);
  });

  it("confirms at once what joins an open incident", () => {
    expect(signals(walk([outcome("bad", 0, { joins: true })]))).toEqual(["confirmed"]);
  });

  it("neither confirms nor clears on an inconclusive outcome", () => {
    const steps = walk([
      outcome("bad", 0),
      outcome("unclear", 10),
      outcome("bad", 20),
      outcome("bad", 50),
      outcome("unclear", 60),
      outcome("clear", 70),
      outcome("unclear", 80),
      outcome("clear", 90),
    ]);
    expect(signals(steps)).toEqual([
      "suspected",
      "none",
      "none",
      "confirmed",
      "none",
      "none",
      "none",
      "cleared",
    ]);
  });

  it("resolves after two clear outcomes, and a bad one in between begins the count again", () => {
    const open = walk([outcome("bad", 0, { joins: true })])[0]?.health;
    const steps = walk(
      [outcome("clear", 10), outcome("bad", 20), outcome("clear", 30), outcome("clear", 40)],
      open,
    );
    expect(signals(steps)).toEqual(["none", "none", "none", "cleared"]);
    expect(steps[3]?.health).toMatchObject({ state: "ok", resolvedAt: "2022-05-31T00:00:40.000Z" });
  });

  it("rechecks an open trouble after 10 s, 30 s, then every minute", () => {
    const steps = walk([
      outcome("bad", 0, { joins: true }),
      outcome("bad", 10),
      outcome("bad", 40),
      outcome("bad", 100),
    ]);
    expect(steps.map((step) => step.nextCheckMs)).toEqual([10_000, 30_000, 60_000, 60_000]);
  });

  it("tells when a new code joins an open trouble", () => {
    const open = walk([outcome("bad", 0, { joins: true })])[0]?.health;
    const step = walk([outcome("bad", 10, { codes: ["certificate.expired"] })], open)[0];
    expect(step?.signal).toBe("worse");
    expect(step?.health.codes).toEqual(["connect.refused", "certificate.expired"]);
  });

  it("counts a relapse within an hour and then asks for a quiet time that grows", () => {
    const cured = walk([outcome("bad", 0, { joins: true }), outcome("clear", 10), outcome("clear", 20)]);
    const again = walk([outcome("bad", 60, { joins: true })], cured[2]?.health);
    expect(again[0]?.health.relapses).toBe(1);
    const steps = walk(
      [outcome("clear", 100), outcome("clear", 160), outcome("clear", 221)],
      again[0]?.health,
    );
    expect(signals(steps)).toEqual(["none", "none", "cleared"]);
    const later = walk([outcome("bad", 221 + 3_601, { joins: true })], steps[2]?.health);
    expect(later[0]?.health.relapses).toBe(0);
  });

  it("holds a confirmed suspect while its host is in question, for a minute at most", () => {
    const held = walk([outcome("bad", 0), outcome("bad", 10), outcome("bad", 40, { holds: true })]);
    expect(signals(held)).toEqual(["suspected", "none", "held"]);
    expect(held[2]).toMatchObject({ health: { state: "suspect" }, nextCheckMs: 20_000 });
    const late = walk(
      [60, 80, 100].map((at) => outcome("bad", at, { holds: true })),
      held[2]?.health,
    );
    expect(signals(late)).toEqual(["none", "none", "confirmed"]);
    expect(late.map((step) => step.nextCheckMs)).toEqual([20_000, 20_000, 10_000]);
    expect(late[2]?.health).toMatchObject({
      state: "bad",
      heldSince: null,
      since: "2022-05-31T00:00:00.000Z",
    });
  });

  it.each([
    ["confirms what was held when the host is cleared", outcome("bad", 60, { holds: false }), "confirmed"],
    [
      "lets what was held join its host's incident at once",
      outcome("bad", 41, { holds: true, joins: true }),
      "confirmed",
    ],
    ["dismisses what was held at the first clear outcome", outcome("clear", 60), "dismissed"],
    ["leaves what was held on an inconclusive outcome", outcome("unclear", 60), "none"],
  ])("%s", (_, next, signal) => {
    const held = walk([outcome("bad", 0), outcome("bad", 10), outcome("bad", 40, { holds: true })])[2]
      ?.health;
    expect(signals(walk([next], held))).toEqual([signal]);
  });

  it("is near confirmation when the next bad look is the last one", () => {
    const steps = walk([outcome("bad", 0), outcome("bad", 10)]);
    expect(steps.map(({ health }) => isNearConfirmation(health, rules))).toEqual([false, true]);
    expect(isNearConfirmation(soundHealth, rules)).toBe(false);
  });

  it("forgets a suspect that is left to its host, but not its past relapses", () => {
    const cured = walk([outcome("bad", 0, { joins: true }), outcome("clear", 10), outcome("clear", 20)])[2]
      ?.health;
    const suspect = walk([outcome("bad", 60)], cured)[0]?.health ?? soundHealth;
    const left = leaveToHost(suspect, new Date(start + 70_000));
    expect(left).toMatchObject({
      signal: "none",
      nextCheckMs: null,
      health: { state: "ok", since: null, codes: [] },
    });
    expect(left.health.resolvedAt).toBe(cured?.resolvedAt);
  });

  it("looks ever less often at a suspect that stays inconclusive", () => {
    const steps = walk([outcome("bad", 0), ...[10, 20, 40, 80, 3_600].map((at) => outcome("unclear", at))]);
    expect(steps.slice(1).map((step) => step.nextCheckMs)).toEqual([10_000, 20_000, 40_000, 80_000, 900_000]);
  });

  it("gives up on a trouble that stays inconclusive for a day", () => {
    const open = walk([outcome("bad", 0, { joins: true })])[0]?.health;
    const steps = walk([outcome("unclear", 3_600), outcome("unclear", 86_400)], open);
    expect(signals(steps)).toEqual(["none", "unverifiable"]);
    expect(steps[1]?.health.state).toBe("ok");
  });

  it("never confirms twice without an end in between, nor ends what was not confirmed", () => {
    const histories = fc.array(
      fc.record({
        kind: fc.constantFrom<Outcome["kind"]>("bad", "clear", "unclear"),
        gap: fc.integer({ min: 1, max: 7_200 }),
        joins: fc.boolean(),
        holds: fc.boolean(),
        predicted: fc.boolean(),
      }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(histories, (history) => {
        let at = 0;
        let open = false;
        const outcomes = history.map(({ kind, gap, joins, holds, predicted }) => {
          at += gap;
          return outcome(kind, at, { joins, holds, predicted });
        });
        for (const step of walk(outcomes)) {
          if (step.signal === "confirmed") {
            expect(open).toBe(false);
            open = true;
          }
          if (step.signal === "cleared" || step.signal === "unverifiable") {
            expect(open).toBe(true);
            open = false;
          }
          expect(open).toBe(step.health.state === "bad" || step.health.state === "recovering");
          if (step.health.state !== "ok") expect(step.nextCheckMs).not.toBeNull();
        }
      }),
    );
  });
});

describe("a suspect whose failure came with many unrelated ones", () => {
  const at = (ms: number) => new Date(Date.parse("2026-11-23T12:00:00Z") + ms);
  const bad = { kind: "bad", codes: ["connect.timeout"], predicted: false, joins: false } as const;
  const delays = { confirmDelaysMs: [10_000, 30_000] };

  /** The signals of bad outcomes at these milliseconds. */
  function signalsAt(
    times: readonly number[],
    change: { readonly correlated?: boolean; readonly joins?: boolean },
  ) {
    let health = soundHealth;
    return times.map((ms) => {
      const step = advanceHealth(health, { ...bad, ...change, at: at(ms) }, delays);
      health = step.health;
      return [step.signal, step.nextCheckMs];
    });
  }

  it("is looked at once more before it is believed", () => {
    expect(signalsAt([0, 10_000, 40_000, 70_000], { correlated: true })).toEqual([
      ["suspected", 10_000],
      ["none", 30_000],
      ["none", 30_000],
      ["confirmed", 10_000],
    ]);
    expect(signalsAt([0, 10_000, 40_000], {}).at(-1)?.[0]).toBe("confirmed");
  });

  it("joins an open incident without waiting all the same", () => {
    expect(signalsAt([0], { correlated: true, joins: true })[0]?.[0]).toBe("confirmed");
  });
});
