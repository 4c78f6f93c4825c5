import {
  Counter,
  type CounterConfiguration,
  collectDefaultMetrics,
  Gauge,
  type GaugeConfiguration,
  Histogram,
  type HistogramConfiguration,
  type Metric,
  Registry,
} from "prom-client";

/** The metrics of one process. Asking twice for one name gives the same metric, so that apps can share a process. */
export interface Metrics {
  readonly contentType: string;
  counter<L extends string = never>(configuration: CounterConfiguration<L>): Counter<L>;
  gauge<L extends string = never>(configuration: GaugeConfiguration<L>): Gauge<L>;
  histogram<L extends string = never>(configuration: HistogramConfiguration<L>): Histogram<L>;
  /** Everything in the Prometheus text format. */
  text(): Promise<string>;
}

/**
 * Opens a registry of its own (never prom-client's global one). Names begin with `earshot_`, as field-standard names
 * with a unit do; labels must have few values, never a URL, host, feed or id.
 */
export function createMetrics(options: { readonly withProcess: boolean }): Metrics {
  const registry = new Registry();
  if (options.withProcess) collectProcessMetrics(registry);

  function obtain<M extends Metric>(
    name: string,
    kind: abstract new (...options: never[]) => M,
    create: () => M,
  ): M {
    const existing = registry.getSingleMetric(name);
    if (existing === undefined) {
      if (!/^earshot_[a-z0-9_]+$/.test(name)) throw new TypeError(`metric ${name} must be named earshot_…`);
      return create();
    }
    if (existing instanceof kind) return existing;
    throw new TypeError(`metric ${name} exists already, of another type`);
  }

  const registers = [registry];
  return {
    contentType: registry.contentType,
    counter: <L extends string>(configuration: CounterConfiguration<L>) =>
      obtain(configuration.name, Counter<L>, () => new Counter<L>({ ...configuration, registers })),
    gauge: <L extends string>(configuration: GaugeConfiguration<L>) =>
      obtain(configuration.name, Gauge<L>, () => new Gauge<L>({ ...configuration, registers })),
    histogram: <L extends string>(configuration: HistogramConfiguration<L>) =>
      obtain(configuration.name, Histogram<L>, () => new Histogram<L>({ ...configuration, registers })),
    text: () => registry.metrics(),
  };
}

/** Gauges of prom-client's that end in `_total`, as only counters may; each is the sum of one by type, which stays. */
const misnamed = [
  "nodejs_active_handles_total",
  "nodejs_active_requests_total",
  "nodejs_active_resources_total",
];

function collectProcessMetrics(registry: Registry): void {
  collectDefaultMetrics({ register: registry });
  for (const name of misnamed) registry.removeSingleMetric(name);
}
