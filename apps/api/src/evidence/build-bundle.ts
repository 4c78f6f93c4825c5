import { explainFault, formatInstant, type HostCheck, type Probe } from "@earshot/domain";
import { equivalentCommands, handshakeCommands } from "@earshot/probe";
import { type Db, type IncidentView, readCertificates, readOwnFailure } from "@earshot/storage";
import type { z } from "zod";
import type { evidenceBundle } from "../schemas/evidence-schema.ts";
import { withoutUrls } from "./without-urls.ts";

/** The evidence of one incident, for whoever runs the host that is to blame. */
export type EvidenceBundle = z.output<typeof evidenceBundle>;

/** Who is to see a bundle. */
export interface BundleReader {
  /** Whose own looks and samples are in it. */
  readonly publisherId: string;
  /** Ops see the URLs of every look. */
  readonly isOps: boolean;
  readonly now: Date;
}

type Look = EvidenceBundle["looks"][number];

/**
 * Gathers the evidence of an incident as one publisher may see it: the first and the latest failing look, and for an
 * incident of a shared host or certificate, whose looks may be at another publisher's enclosure and are told without
 * URLs, the latest failing look at one of its own.
 */
export async function buildBundle(db: Db, view: IncidentView, reader: BundleReader): Promise<EvidenceBundle> {
  const { incident, scope } = view;
  const { evidence, codes, place } = incident;
  const isShown = reader.isOps || incident.kind === "feed";
  const { first, latest } = evidence;
  // A drill is an incident that nobody saw anything of.
  const shared = first === null ? [] : [lookOf("first", first, isShown)];
  if (latest !== null && !isSameLook(first, latest)) shared.push(lookOf("latest", latest, isShown));
  const own = isShown ? [] : await readOwnLook(db, view, reader);
  const faults = codes.map(explainFault);
  return {
    version: 1,
    generatedAt: reader.now.toISOString(),
    headline: headlineOf(view),
    incident: {
      id: incident.id,
      kind: incident.kind,
      where: place.where,
      severity: incident.severity,
      since: incident.since.toISOString(),
      openedAt: incident.opened_at.toISOString(),
      resolvedAt: incident.resolved_at?.toISOString() ?? null,
      reason: incident.reason,
      relapse: incident.relapse,
      faults,
      failing: place.failing.map((hop) => ({ ...hop, addresses: [...hop.addresses] })),
    },
    affected: { ...scope, samples: [...scope.samples], endpoints: [...scope.endpoints] },
    urlsLeftOut: !isShown,
    looks: [...own, ...shared],
  };
}

function headlineOf({ incident }: IncidentView): string {
  const [first, ...others] = incident.codes.map(explainFault);
  const title = `${first?.title ?? "Trouble"}${others.length === 0 ? "" : ` (and ${others.length} more)`}`;
  const end = incident.resolved_at === null ? "" : ` until ${formatInstant(incident.resolved_at)}`;
  return `${title} at ${incident.place.where} since ${formatInstant(incident.since)}${end}`;
}

function lookOf(role: Look["role"], seen: unknown, isShown: boolean): Look {
  // Written by us as it was seen, and JSON-clean; the store does not know its type.
  const isProbe = typeof seen === "object" && seen !== null && "hops" in seen;
  return {
    role,
    kind: isProbe ? "probe" : "host-check",
    look: isShown ? seen : withoutUrls(seen),
    commands: [...(isProbe ? commandsOfProbe(seen as Probe, isShown) : commandsOfCheck(seen as HostCheck))],
  };
}

function commandsOfProbe(probe: Probe, isShown: boolean): readonly string[] {
  return isShown
    ? equivalentCommands(probe)
    : handshakeCommands(probe.hops.filter(({ tls }) => tls !== null));
}

function commandsOfCheck(check: Partial<HostCheck>): readonly string[] {
  const { hostname: host, port, addresses = [] } = check;
  if (host === undefined || port === undefined) return [];
  return handshakeCommands(addresses.map(({ address }) => ({ host, port, address })));
}

function isSameLook(first: unknown, latest: unknown): boolean {
  return JSON.stringify(first) === JSON.stringify(latest);
}

async function readOwnLook(db: Db, view: IncidentView, reader: BundleReader): Promise<readonly Look[]> {
  const urls = view.scope.samples.flatMap(({ url }) => url ?? []);
  const of = { publisherId: reader.publisherId, urls, since: view.incident.since };
  const probe = await readOwnFailure(db, of);
  return probe === undefined ? [] : [lookOf("own", await withPem(db, probe), true)];
}

/** A kept probe with the certificates' PEM put back. */
async function withPem(db: Db, probe: Probe): Promise<Probe> {
  const wanted = probe.hops.flatMap(({ tls }) => tls?.certificates.map((one) => one.fingerprint256) ?? []);
  const known = new Map((await readCertificates(db, wanted)).map((one) => [one.fingerprint256, one]));
  const hops = probe.hops.map((hop) => ({
    ...hop,
    tls: hop.tls && {
      ...hop.tls,
      certificates: hop.tls.certificates.map((one) => ({
        ...one,
        pem: known.get(one.fingerprint256)?.pem ?? "",
      })),
    },
  }));
  return { ...probe, hops };
}
