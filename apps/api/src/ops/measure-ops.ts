import { type Queue, readQueueGauges } from "@earshot/queue";
import { countSetAside, type Db, readExpiryOutlook } from "@earshot/storage";
import type { ApiMetrics } from "../api-deps.ts";
import { measurePulse } from "./measure-pulse.ts";
import { measureRequests } from "./measure-requests.ts";
import type { CoverageReader } from "./open-coverage-reader.ts";

/** What the gauges are read from. */
export interface OpsSources {
  readonly queue: Pick<Queue, "counts">;
  readonly coverage: CoverageReader;
  readonly db: Db;
  readonly clock: () => Date;
  readonly metrics: ApiMetrics;
}

/**
 * Makes the gauges of queues, coverage, certificates, incidents, deliveries and busy hosts, and gives the function that
 * brings them up to date before a scrape. It throws when a source does not answer; what the others said is kept.
 */
export function measureOps({ queue, coverage, db, clock, metrics }: OpsSources): () => Promise<void> {
  const queueGauges = createQueueGauges(metrics);
  const coverageGauges = createCoverageGauges(metrics);
  const certificateGauges = createCertificateGauges(metrics);
  const updatePulse = measurePulse({ db, clock, metrics });
  const setAside = metrics.gauge({
    name: "earshot_set_aside_subjects",
    help: "Scheduled subjects on which our own code fails again and again, tried once a day.",
    labelNames: ["kind"],
  });
  async function updateSetAside(): Promise<void> {
    setAside.reset();
    for (const [kind, subjects] of await countSetAside(db)) setAside.set({ kind }, subjects);
  }
  const updateHosts = measureRequests({ db, clock, metrics });

  async function updateQueues(): Promise<void> {
    for (const { queue: name, jobs, oldestJobAgeSeconds } of await readQueueGauges(queue)) {
      for (const [state, jobsInState] of Object.entries(jobs)) {
        queueGauges.jobs.set({ queue: name, state }, jobsInState);
      }
      queueGauges.oldestAge.set({ queue: name }, oldestJobAgeSeconds);
    }
  }

  async function updateCoverage(): Promise<void> {
    const { kinds } = await coverage.read();
    coverageGauges.ratio.reset();
    for (const { kind, subjects, covered, parked, neverChecked, ageP95Ms, vantages } of kinds) {
      coverageGauges.subjects.set({ kind, state: "all" }, subjects);
      coverageGauges.subjects.set({ kind, state: "covered" }, covered);
      coverageGauges.subjects.set({ kind, state: "parked" }, parked);
      coverageGauges.subjects.set({ kind, state: "never_checked" }, neverChecked);
      coverageGauges.age.set({ kind }, (ageP95Ms ?? 0) / 1_000);
      for (const one of [{ vantage: "all", subjects, covered }, ...vantages]) {
        if (one.subjects > 0)
          coverageGauges.ratio.set({ kind, vantage: one.vantage }, one.covered / one.subjects);
      }
    }
  }

  async function updateCertificates(): Promise<void> {
    const { soonestAt, within2d, within7d, within30d } = await readExpiryOutlook(db, clock());
    if (soonestAt === null) certificateGauges.notAfter.reset();
    else certificateGauges.notAfter.set({ which: "soonest" }, soonestAt.getTime() / 1_000);
    certificateGauges.expiring.set({ within: "2d" }, within2d);
    certificateGauges.expiring.set({ within: "7d" }, within7d);
    certificateGauges.expiring.set({ within: "30d" }, within30d);
  }

  return async () => {
    const results = await Promise.allSettled([
      updateQueues(),
      updateCoverage(),
      updateCertificates(),
      updateHosts(),
      updatePulse(),
      updateSetAside(),
    ]);
    const failure = results.find((result) => result.status === "rejected");
    if (failure !== undefined) throw failure.reason;
  };
}

function createQueueGauges(metrics: ApiMetrics) {
  return {
    jobs: metrics.gauge({
      name: "earshot_queue_jobs",
      help: "Jobs in each queue, by state.",
      labelNames: ["queue", "state"],
    }),
    oldestAge: metrics.gauge({
      name: "earshot_queue_oldest_job_age_seconds",
      help: "Age of the job that has been due longest without being started; 0 when none waits.",
      labelNames: ["queue"],
    }),
  };
}

function createCoverageGauges(metrics: ApiMetrics) {
  return {
    subjects: metrics.gauge({
      name: "earshot_coverage_subjects",
      help: "Scheduled subjects, by kind: all, looked at within their period, parked, never looked at.",
      labelNames: ["kind", "state"],
    }),
    ratio: metrics.gauge({
      name: "earshot_coverage_ratio",
      help: "Share of the subjects that were looked at within their period, by where the last look was made from.",
      labelNames: ["kind", "vantage"],
    }),
    age: metrics.gauge({
      name: "earshot_coverage_check_age_seconds",
      help: "Age of the last look that 95 % of the subjects stay below.",
      labelNames: ["kind"],
    }),
  };
}

/** One number for the soonest and three counts: a label for each host would grow with what strangers register. */
function createCertificateGauges(metrics: ApiMetrics) {
  return {
    notAfter: metrics.gauge({
      name: "earshot_certificate_not_after_timestamp_seconds",
      help: "When the certificate in use that ends next ends; absent when none is known.",
      labelNames: ["which"],
    }),
    expiring: metrics.gauge({
      name: "earshot_certificate_expiring_hosts",
      help: "Hosts whose certificate ends within that time.",
      labelNames: ["within"],
    }),
  };
}
