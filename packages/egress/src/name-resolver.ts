import type { RecordWithTtl } from "node:dns";
import { Resolver } from "node:dns/promises";
import { buildFault, type Fault } from "@earshot/domain";
import type { Address, Failed } from "./connection-facts.ts";
import { type Deadline, remainingMs } from "./deadline.ts";
import { withinDeadline } from "./within-deadline.ts";

/** The addresses of a name, or why there are none. */
export type NameAnswer = { readonly ok: true; readonly addresses: readonly Address[] } | Failed;

/** What a resolver is built from. */
export interface NameResolverOptions {
  /** Name servers as `address` or `address:port`; those of the system when empty. */
  readonly servers: readonly string[];
  readonly timeoutMs: number;
  readonly cacheMs: number;
  readonly lookupsPerDomainMax: number;
}

interface CachedAnswer {
  readonly answer: NameAnswer;
  readonly expiresAt: number;
}

interface FamilyAnswer {
  readonly records: readonly RecordWithTtl[];
  /** c-ares' code when there are no records, such as `ENOTFOUND`. */
  readonly error: string | null;
}

const cachedNamesMax = 10_000;
/** Of the time that a look-up has, what may pass in silence before the name servers are asked whether they are there. */
const silenceShare = 0.3;
/** Every recursive server knows the root's own servers, and answers at once, whatever it answers. */
const rootName = ".";

/**
 * Looks names up by c-ares (never `dns.lookup`, whose four threads a few slow names would block), with coalescing, a
 * cache bounded by TTL, its own deadline, and a bound per domain. A time-out is the name's fault only if our name
 * servers answer somebody meanwhile: while a look-up gets no answer they are asked for the root's servers.
 */
export class NameResolver {
  readonly #options: NameResolverOptions;
  readonly #resolver: Resolver;
  readonly #cache = new Map<string, CachedAnswer>();
  readonly #inFlight = new Map<string, Promise<NameAnswer>>();
  readonly #domains = new Map<string, DomainSlots>();
  /** When a name server last answered anything, and when one last left us without an answer (`performance.now()`). */
  #answeredAt = Number.NEGATIVE_INFINITY;
  #silentAt = Number.NEGATIVE_INFINITY;
  #asking: Promise<void> | undefined;

  constructor(options: NameResolverOptions) {
    this.#options = options;
    // Three tries share the time there is; c-ares doubles the first time-out on each.
    this.#resolver = new Resolver({ timeout: Math.max(100, Math.round(options.timeoutMs / 4)), tries: 2 });
    if (options.servers.length > 0) this.#resolver.setServers([...options.servers]);
  }

  /** The name's addresses. Ends by the deadline or the resolver's own time-out, whichever is sooner. */
  async resolve(hostname: string, deadline: Deadline): Promise<NameAnswer> {
    const name = hostname.toLowerCase().replace(/\.$/, "");
    const cached = this.#cache.get(name);
    if (cached !== undefined && cached.expiresAt > performance.now()) return cached.answer;
    const waitMs = remainingMs(deadline, this.#options.timeoutMs);
    const startedAt = performance.now();
    const timer = setTimeout(() => this.#askIfSilent(startedAt), waitMs * silenceShare);
    try {
      const answer = await withinDeadline(this.#coalesced(name), waitMs, () => failed(name, "ETIMEOUT"));
      // Who had little time left cannot tell.
      const isTold = answer.ok || this.#answeredAt >= startedAt || waitMs < this.#options.timeoutMs / 2;
      return isTold ? answer : this.#inDoubt(name, answer);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Whether our name servers left the last look-up without an answer, and have answered none since. */
  get isSilent(): boolean {
    return this.#silentAt > this.#answeredAt;
  }

  /** Gives up all look-ups in flight. */
  close(): void {
    this.#resolver.cancel();
    this.#cache.clear();
  }

  /** Asks the name servers for what each of them knows, once for all that wait. */
  #askIfSilent(sinceMs: number): void {
    if (this.#answeredAt >= sinceMs) return;
    this.#asking ??= this.#family(() => this.#resolver.resolveNs(rootName).then(() => []))
      .then(() => {})
      .catch(() => {})
      .finally(() => {
        this.#asking = undefined;
      });
  }

  #inDoubt(name: string, { faults }: Failed): Failed {
    if (faults.every(({ code }) => code !== "dns.timeout")) return { ok: false, faults };
    this.#silentAt = performance.now();
    return failed(name, "ECONNREFUSED");
  }

  #coalesced(name: string): Promise<NameAnswer> {
    const running = this.#inFlight.get(name);
    if (running !== undefined) return running;
    const lookup = this.#inDomain(name, () => this.#lookUp(name)).finally(() => this.#inFlight.delete(name));
    this.#inFlight.set(name, lookup);
    return lookup;
  }

  async #inDomain(name: string, lookUp: () => Promise<NameAnswer>): Promise<NameAnswer> {
    const domain = name.split(".").slice(-2).join(".");
    const slots = this.#domains.get(domain) ?? { taken: 0, waiting: [] };
    this.#domains.set(domain, slots);
    if (slots.taken >= this.#options.lookupsPerDomainMax) {
      await new Promise<void>((resolve) => slots.waiting.push(resolve));
    } else {
      slots.taken += 1;
    }
    try {
      return await lookUp();
    } finally {
      const next = slots.waiting.shift();
      if (next) next();
      else slots.taken -= 1;
      if (slots.taken === 0) this.#domains.delete(domain);
    }
  }

  async #lookUp(name: string): Promise<NameAnswer> {
    const [v4, v6] = await Promise.all([
      this.#family(() => this.#resolver.resolve4(name, { ttl: true })),
      this.#family(() => this.#resolver.resolve6(name, { ttl: true })),
    ]);
    const addresses = [...asAddresses(v4.records, 4), ...asAddresses(v6.records, 6)];
    if (addresses.length === 0) return failed(name, worstError(v4.error, v6.error));
    const answer: NameAnswer = { ok: true, addresses };
    // Half an answer (one family timed out) is used, but not kept.
    if (isFinal(v4) && isFinal(v6)) this.#keep(name, answer, [...v4.records, ...v6.records]);
    return answer;
  }

  async #family(query: () => Promise<readonly RecordWithTtl[]>): Promise<FamilyAnswer> {
    try {
      const records = await query();
      this.#answeredAt = performance.now();
      return { records, error: null };
    } catch (error) {
      const code = codeOf(error);
      if (!unanswered.has(code)) this.#answeredAt = performance.now();
      if (code === "ECANCELLED") throw new Error("a look-up was given up because the egress was closed");
      return { records: [], error: code };
    }
  }

  #keep(name: string, answer: NameAnswer, records: readonly RecordWithTtl[]): void {
    const ttlMs = Math.min(this.#options.cacheMs, ...records.map((record) => record.ttl * 1_000));
    if (ttlMs <= 0) return;
    if (this.#cache.size >= cachedNamesMax) this.#cache.clear();
    this.#cache.set(name, { answer, expiresAt: performance.now() + ttlMs });
  }
}

interface DomainSlots {
  taken: number;
  readonly waiting: (() => void)[];
}

function asAddresses(records: readonly RecordWithTtl[], family: 4 | 6): Address[] {
  return records.map((record) => ({ address: record.address, family }));
}

const absent = new Set(["ENOTFOUND", "ENODATA"]);
const unanswered = new Set(["ETIMEOUT", "ECONNREFUSED", "ECANCELLED"]);

function isFinal(answer: FamilyAnswer): boolean {
  return answer.error === null || absent.has(answer.error);
}

/** Of two families without an address, the error that is not merely "there is none" decides. */
function worstError(v4: string | null, v6: string | null): string {
  const errors = [v4 ?? "ENODATA", v6 ?? "ENODATA"];
  return (
    errors.find((error) => !absent.has(error)) ?? errors.find((error) => error === "ENOTFOUND") ?? "ENODATA"
  );
}

function failed(name: string, code: string): Failed {
  return { ok: false, faults: [faultOf(name, code)] };
}

function faultOf(name: string, code: string): Fault {
  switch (code) {
    case "ENOTFOUND":
      return buildFault("dns.not-found", { message: `The name ${name} does not exist in the DNS.` });
    case "ENODATA":
      return buildFault("dns.not-found", { message: `The name ${name} has no address in the DNS.` });
    case "ECONNREFUSED":
      // No name server of ours could be reached or says anything, which says nothing about the name.
      return buildFault("dns.timeout", {
        message: `None of the monitor's own name servers answers, so ${name} could not be looked up.`,
        doubt: true,
      });
    case "EBADNAME":
      return buildFault("dns.not-found", { message: `${name} is not a name that the DNS can hold.` });
    default:
      return code === "ETIMEOUT"
        ? buildFault("dns.timeout", { message: `The name servers did not answer for ${name} in time.` })
        : buildFault("dns.server-failure", {
            message: `The name servers answered with a failure for ${name} (${code}).`,
          });
  }
}

function codeOf(error: unknown): string {
  if (error instanceof Error && "code" in error && typeof error.code === "string") return error.code;
  throw error;
}
