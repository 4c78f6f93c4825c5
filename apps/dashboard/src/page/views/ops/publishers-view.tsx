import { useInfiniteQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { type FleetPublisher, fleetPublishersQuery } from "../../api/ops.ts";
import { LoadMore } from "../../parts/load-more.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { ScrollPlace } from "../../parts/scroll-place.tsx";
import { SearchBox } from "../../parts/search-box.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { Tag } from "../../parts/tag.tsx";
import { When } from "../../parts/when.tsx";
import { MakeKey } from "../keys/make-key.tsx";
import { AddPublisher } from "./add-publisher.tsx";

/** The accounts and what they have. */
export function PublishersView() {
  const [typed, setTyped] = useState("");
  const search = useDeferredValue(typed.trim());
  const query = useInfiniteQuery({ ...fleetPublishersQuery(search), placeholderData: (before) => before });
  const publishers = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <>
      <PageHead
        title="Publishers"
        lead="Accounts, what they watch, and whether they can be reached."
        actions={<AddPublisher />}
      />
      <div className="toolbar">
        <SearchBox label="Search by name or e-mail" value={typed} onChange={setTyped} />
      </div>
      {query.isPending && <Skeleton rows={4} tall />}
      {query.isError && <ProblemNote error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && publishers.length === 0 && <p className="soft">No account matches.</p>}
      {publishers.length > 0 && <PublisherTable publishers={publishers} />}
      <LoadMore pages={query} />
    </>
  );
}

function PublisherTable({ publishers }: { readonly publishers: readonly FleetPublisher[] }) {
  return (
    <div className="card table-card">
      <ScrollPlace className="table-scroll" label="Publishers">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col" className="number">
                Feeds
              </th>
              <th scope="col" className="number">
                Open incidents
              </th>
              <th scope="col">Endpoints</th>
              <th scope="col">Last seen</th>
              <th scope="col">
                <span className="visually-hidden">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {publishers.map((publisher) => (
              <PublisherRow key={publisher.id} publisher={publisher} />
            ))}
          </tbody>
        </table>
      </ScrollPlace>
    </div>
  );
}

function PublisherRow({ publisher }: { readonly publisher: FleetPublisher }) {
  const { endpoints, endpointsDisabled, incidentsOpen } = publisher;
  return (
    <tr>
      <th scope="row">
        {publisher.name}
        {publisher.email !== null && <span className="sub">{publisher.email}</span>}
      </th>
      <td className="number">{publisher.feeds.toLocaleString("en")}</td>
      <td className={incidentsOpen > 0 ? "number ink-bad" : "number soft"}>{incidentsOpen}</td>
      <td>
        {endpoints === 0 ? <Tag tone="warn">none</Tag> : endpoints}{" "}
        {endpointsDisabled > 0 && <Tag tone="warn">{endpointsDisabled} disabled</Tag>}
      </td>
      <td>
        <When at={publisher.lastSeenAt} />
      </td>
      <td className="actions">
        <MakeKey publisherId={publisher.id} look="quiet" />
      </td>
    </tr>
  );
}
