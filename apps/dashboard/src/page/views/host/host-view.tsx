import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { Link } from "wouter";
import {
  type HostDetail,
  hostFaultsQuery,
  hostFeedsQuery,
  hostIncidentsQuery,
  hostQuery,
} from "../../api/hosts.ts";
import { nameHost, parseHostName } from "../../parts/host-path.ts";
import { PageHead } from "../../parts/page-head.tsx";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { Tag } from "../../parts/tag.tsx";
import { RegionalNote, Vantages } from "../../parts/vantages.tsx";
import { shownOf } from "../../parts/verdict.ts";
import { VerdictBadge } from "../../parts/verdict-badge.tsx";
import { When } from "../../parts/when.tsx";
import { FaultPeriods } from "./fault-periods.tsx";
import { HangingFeeds } from "./hanging-feeds.tsx";
import { HostIncidents } from "./host-incidents.tsx";
import { ServedCertificates } from "./served-certificates.tsx";

const HostHistory = lazy(async () => ({ default: (await import("./host-history.tsx")).HostHistory }));

const roleWords = { prefix: "Prefix", host: "Podcast host", cdn: "Delivery network" } as const;

/** One host: its addresses and certificates, how it fared, and what of the publisher's own hangs on it. */
export function HostView({ name }: { readonly name: string }) {
  const { data: host, error, refetch } = useQuery(hostQuery(parseHostName(name)));
  if (host === undefined)
    return error === null ? (
      <Skeleton rows={5} tall />
    ) : (
      <>
        <PageHead title={name} above={<Link href="/certificates">Certificates</Link>} />
        <ProblemNote error={error} retry={() => void refetch()} />
      </>
    );
  return (
    <>
      <PageHead
        title={nameHost(host)}
        above={<Link href="/certificates">Certificates</Link>}
        lead={
          <span className="lead-line">
            <VerdictBadge verdict={shownOf(host.verdict)} />
            {host.role !== null && <Tag tone="accent">{roleWords[host.role]}</Tag>}
            {host.operator !== null && <span>{host.operator}</span>}
            <span>
              {host.tls ? "checked" : "plain http, last seen"} <When at={host.checkedAt} />
            </span>
          </span>
        }
      />
      <RegionalNote views={host.regional} />
      <Known host={host} />
    </>
  );
}

/** Everything but the plots appears at once: parts of unknown height that come one by one would push each other about. */
function Known({ host }: { readonly host: HostDetail }) {
  const faults = useQuery(hostFaultsQuery(host.id));
  const incidents = useQuery(hostIncidentsQuery(host.id));
  const feeds = useInfiniteQuery(hostFeedsQuery(host.id));
  if (faults.isPending || incidents.isPending || feeds.isPending) return <Skeleton rows={6} tall />;
  return (
    <div className="columns columns-course">
      <div className="column-main">
        <ServedCertificates host={host} />
        <FaultPeriods query={faults} />
      </div>
      <div className="column-side">
        <HangingFeeds host={host} feeds={feeds} />
        <section className="card" aria-labelledby="host-vantages">
          <h2 id="host-vantages">Who looks</h2>
          <Vantages looks={host.vantages} />
        </section>
        <HostIncidents query={incidents} />
      </div>
      <Suspense fallback={<Skeleton rows={3} tall />}>
        <HostHistory hostId={host.id} />
      </Suspense>
    </div>
  );
}
