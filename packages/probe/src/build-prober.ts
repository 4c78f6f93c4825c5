import type { HostCheck, Probe } from "@earshot/domain";
import type { Egress } from "@earshot/egress";
import { type AdmitAddresses, checkAdmitted, checkHost, type HostTarget } from "./check-host.ts";
import type { Admit } from "./follow-redirects.ts";
import { defaultProbeLimits, type ProbeLimits } from "./limits.ts";
import { type DocumentTarget, type OpenDocument, openDocument } from "./open-document.ts";
import type { ProbeDeps } from "./probe-deps.ts";
import { type EnclosureTarget, type ProbeOutcome, probeEnclosure } from "./probe-enclosure.ts";

/** What a prober is built from. The egress stays the caller's to close. */
export interface BuildProberOptions {
  readonly egress: Egress;
  readonly vantage: string;
  readonly clock?: () => Date;
  readonly limits?: Partial<ProbeLimits>;
}

/** Judges URLs and hosts as a listener's app would find them. */
export interface Prober {
  /** One attempt at an enclosure URL. Never throws for what a target does; ends by its deadline. */
  probeEnclosure(target: EnclosureTarget): Promise<Probe>;
  /**
   * The same, but asks `admit` for a slot at the host of each later hop first. Without one in time the probe is put
   * off and names the host to wait for, because no host may be asked more than its share.
   */
  probeAdmitted(target: EnclosureTarget, admit: Admit): Promise<ProbeOutcome>;
  /** Requests a document such as a feed and follows its redirects; its body is read by the caller, piece by piece. */
  openDocument(target: DocumentTarget): Promise<OpenDocument>;
  /** The same, but asks `admit` first like `probeAdmitted`. */
  openAdmitted(target: DocumentTarget, admit: Admit): Promise<OpenDocument>;
  /** One fresh connection and handshake per address of a host, no request. Only these judge certificates for incidents. */
  checkHost(target: HostTarget): Promise<HostCheck>;
  /** The same, but takes slots at the addresses first, and gives null without a handshake where there are none in time. */
  checkAdmitted(target: HostTarget, admit: AdmitAddresses): Promise<HostCheck | null>;
}

/** Builds a prober over an egress, whose `judgeTls` decides which connections may carry a request. */
export function buildProber(options: BuildProberOptions): Prober {
  const deps: ProbeDeps = {
    egress: options.egress,
    vantage: options.vantage,
    clock: options.clock ?? (() => new Date()),
    limits: { ...defaultProbeLimits, ...options.limits },
  };
  return {
    probeEnclosure: async (target) => requireProbe(await probeEnclosure(deps, target)),
    probeAdmitted: (target, admit) => probeEnclosure(deps, target, within(deps.limits.admissionMs, admit)),
    checkHost: (target) => checkHost(deps, target),
    checkAdmitted: (target, admit) => checkAdmitted(deps, target, admit),
    openDocument: (target) => openDocument(deps, target),
    openAdmitted: (target, admit) => openDocument(deps, target, within(deps.limits.admissionMs, admit)),
  };
}

function requireProbe(outcome: ProbeOutcome): Probe {
  if (outcome.probe === null) throw new Error("a probe was deferred although nobody was asked to admit it");
  return outcome.probe;
}

/** Waits for a slot only so long; one that comes later is freed at once. */
function within(ms: number, admit: Admit): Admit {
  return (host) =>
    new Promise((resolve, reject) => {
      let isLate = false;
      const timer = setTimeout(() => {
        isLate = true;
        resolve(null);
      }, ms);
      admit(host).then((release) => {
        clearTimeout(timer);
        if (isLate) release?.();
        else resolve(release);
      }, reject);
    });
}
