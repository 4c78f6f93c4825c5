import {
  areCorrelated,
  correlatedWithinMs,
  doubtCheck,
  doubtProbe,
  estimateClockOffset,
  type HostCheck,
  isDated,
  opensIncident,
  type Probe,
  type SeenFailure,
  type SubjectHealth,
  type VantageFaults,
} from "@earshot/domain";
import { askCanaries, type CanaryOptions } from "./ask-canaries.ts";
import { openClockSamples } from "./open-clock-samples.ts";
import { networkOf, siteOf } from "./site-of.ts";

/** What watching our own vantage needs. */
export interface VantageOptions extends CanaryOptions {
  /** The clock by which certificates are judged. */
  readonly clock: () => Date;
  /** A clock that nobody sets, in milliseconds from any start; `performance.now` unless given. */
  readonly steadyMs?: () => number;
  /** Told whenever the vantage comes under suspicion, is suspected of something else, or is cleared. */
  readonly onChange: (state: VantageState) => void;
}

/** What this vantage is suspected of. */
export interface VantageState extends VantageFaults {
  readonly isSuspect: boolean;
  /** The canaries that fail. */
  readonly failing: readonly string[];
}

/** A look with its faults in doubt where they may be our own. */
export interface Doubted<T> {
  readonly look: T;
  /** Whether many unrelated hosts failed at this moment, so that one more look must confirm this one. */
  readonly correlated: boolean;
}

/** Doubts our own vantage before it blames anybody. */
export interface VantageWatch {
  /** The probe as the rules should take it, given how its subject stood before. */
  doubtProbe(probe: Probe, health: SubjectHealth): Promise<Doubted<Probe>>;
  /** The host check as the rules should take it, given how its host stood before. */
  doubtCheck(check: HostCheck, health: SubjectHealth): Promise<Doubted<HostCheck>>;
  /**
   * Measures our clock, and asks the canaries again while they suspect us. Called now and then, so that a wrong clock is
   * told before it matters, and a suspicion ends without a failure to end it.
   */
  refresh(): Promise<VantageState>;
}

const failuresMax = 200;

/**
 * Starts a watch over this vantage. It makes no request of its own until an outcome is in question: then, if it would
 * make or confirm a suspect, the operator's canaries are asked, and only they can suspend the vantage, each address
 * family for itself. Many unrelated failures at once make every one of them wait for another look, and nothing more.
 * Our clock is measured against the Date of every answer that passes by.
 */
export function watchVantage(options: VantageOptions): VantageWatch {
  const canaries = askCanaries(options);
  const steadyMs = options.steadyMs ?? (() => performance.now());
  const clock = openClockSamples({ clock: options.clock, steadyMs });
  let failures: readonly SeenFailure[] = [];
  let state: VantageState = { isSuspect: false, families: [], failing: [], clockOffsetMs: null };

  function change(found: Omit<VantageState, "isSuspect">): VantageState {
    const next = { ...found, isSuspect: found.families.length > 0 || found.clockOffsetMs !== null };
    const isNews = String(next.families) !== String(state.families) || isMoved(next, state);
    state = next;
    if (isNews) options.onChange(next);
    return next;
  }

  function noteFailure(place: FailedAt): boolean {
    const atMs = performance.now();
    const recent = failures.filter((failure) => atMs - failure.atMs <= correlatedWithinMs);
    const failure = { atMs, site: siteOf(place.hostname), network: networkOf(place.address) };
    failures = [...recent, failure].slice(-failuresMax);
    return areCorrelated(failures, atMs);
  }

  /** What is wrong with us, asked anew where the canaries must decide. */
  async function findFaults(asksCanaries: boolean): Promise<VantageState> {
    const clockOffsetMs = estimateClockOffset(clock.samples());
    const { families, failing } = asksCanaries ? await canaries.ask() : state;
    return change({ families, failing, clockOffsetMs });
  }

  async function doubt<T extends Probe | HostCheck>(
    look: T,
    health: SubjectHealth,
    rule: (look: T, vantage: VantageFaults) => T,
  ): Promise<Doubted<T>> {
    const opening = look.faults.filter(opensIncident);
    const isNews = health.state === "ok" || health.state === "suspect";
    if (opening.length === 0 || !isNews) return { look, correlated: false };
    const isNetworks = opening.some(({ code }) => !isDated(code));
    const correlated = isNetworks && noteFailure(failedAt(look));
    return { look: rule(look, await findFaults(isNetworks)), correlated };
  }

  return {
    doubtProbe(probe, health) {
      clock.note(probe);
      return doubt(probe, health, doubtProbe);
    },
    doubtCheck: (check, health) => doubt(check, health, doubtCheck),
    refresh: () => findFaults(state.families.length > 0),
  };
}

/** A clock that goes wrong evenly is one piece of news, until it is off by a minute more. */
function isMoved(next: VantageState, before: VantageState): boolean {
  const [one, other] = [next.clockOffsetMs, before.clockOffsetMs];
  return one === null || other === null ? one !== other : Math.abs(one - other) >= 60_000;
}

interface FailedAt {
  readonly hostname: string;
  readonly address: string | null;
}

function failedAt(look: Probe | HostCheck): FailedAt {
  if (!("hops" in look)) return { hostname: look.hostname, address: look.addresses[0]?.address ?? null };
  const hop = look.hops.at(-1);
  return { hostname: hop?.host ?? look.url, address: hop?.address ?? null };
}
