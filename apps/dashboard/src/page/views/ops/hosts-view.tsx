import { useInfiniteQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { type FleetHost, fleetCertificatesQuery, fleetHostsQuery } from "../../api/ops.ts";
import { LoadMore } from "../../parts/load-more.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { SearchBox } from "../../parts/search-box.tsx";
import { Segments } from "../../parts/segments.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { CertificateTable } from "./certificate-table.tsx";
import { HostTable } from "./host-table.tsx";

const tabs = ["Hosts", "In an incident", "Certificates"] as const;

/** Hosts and certificates over the whole fleet. */
export function HostsView() {
  const [tab, setTab] = useState<(typeof tabs)[number]>("Hosts");
  const [typed, setTyped] = useState("");
  const search = useDeferredValue(typed.trim());
  return (
    <>
      <PageHead
        title="Hosts"
        lead="Every server on the way to any audio, and the certificates that they serve."
      />
      <div className="toolbar">
        <SearchBox
          label={tab === "Certificates" ? "Search certificates" : "Search hosts"}
          value={typed}
          onChange={setTyped}
        />
        <Segments label="What to list" names={tabs} value={tab} onChange={setTab} />
      </div>
      {tab === "Certificates" ? (
        <Certificates search={search} />
      ) : (
        <Hosts search={search} {...(tab === "In an incident" && { incident: "open" })} />
      )}
    </>
  );
}

function Hosts({ search, incident }: { readonly search: string; readonly incident?: "open" }) {
  const filter = { ...(search.length >= 2 && { search }), ...(incident !== undefined && { incident }) };
  const query = useInfiniteQuery({ ...fleetHostsQuery(filter), placeholderData: (before) => before });
  const hosts: readonly FleetHost[] = query.data?.pages.flatMap(({ items }) => items) ?? [];
  if (query.isPending) return <Skeleton rows={6} tall />;
  if (query.isError) return <ProblemNote error={query.error} retry={() => void query.refetch()} />;
  return (
    <>
      {hosts.length === 0 ? <p className="soft">No host matches.</p> : <HostTable hosts={hosts} />}
      <LoadMore pages={query} />
    </>
  );
}

function Certificates({ search }: { readonly search: string }) {
  const query = useInfiniteQuery({ ...fleetCertificatesQuery(search), placeholderData: (before) => before });
  const certificates = query.data?.pages.flatMap(({ items }) => items) ?? [];
  if (query.isPending) return <Skeleton rows={6} tall />;
  if (query.isError) return <ProblemNote error={query.error} retry={() => void query.refetch()} />;
  return (
    <>
      {certificates.length === 0 ? (
        <p className="soft">No certificate matches.</p>
      ) : (
        <CertificateTable certificates={certificates} />
      )}
      <LoadMore pages={query} />
    </>
  );
}
