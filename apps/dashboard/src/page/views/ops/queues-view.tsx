import { useQuery } from "@tanstack/react-query";
import { ExternalLink } from "lucide-react";
import { type Queue, queuesQuery } from "../../api/ops.ts";
import { formatSpan } from "../../parts/format.ts";
import { PageHead } from "../../parts/page-head.tsx";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { ScrollPlace } from "../../parts/scroll-place.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { Tag } from "../../parts/tag.tsx";
import { HostLoad } from "./host-load.tsx";
import { Sparkline } from "./sparkline.tsx";

/** Every queue as it is now, and the hosts that hold them up. */
export function QueuesView() {
  const { data, error, refetch } = useQuery(queuesQuery);
  return (
    <>
      <PageHead
        title="Queues"
        lead="What waits, what is at work, and what failed; read anew every 2.5 seconds."
        actions={
          <a className="button button-plain button-md" href="/ops/board" target="_blank" rel="noreferrer">
            Single jobs in Bull Board <ExternalLink size={14} aria-label="in a new tab" />
          </a>
        }
      />
      {error !== null && <ProblemNote error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton rows={6} tall />}
      {data !== undefined && (
        <>
          <QueueTable queues={data.items} />
          <HostLoad hosts={data.hosts} />
        </>
      )}
    </>
  );
}

function QueueTable({ queues }: { readonly queues: readonly Queue[] }) {
  return (
    <div className="card table-card">
      <ScrollPlace className="table-scroll" label="Queues">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Queue</th>
              <th scope="col" className="number">
                Waiting
              </th>
              <th scope="col" className="number">
                Active
              </th>
              <th scope="col" className="number">
                Delayed
              </th>
              <th scope="col" className="number">
                Failed
              </th>
              <th scope="col" className="number">
                Oldest
              </th>
              <th scope="col" className="number">
                Done a minute
              </th>
              <th scope="col">Last hour</th>
            </tr>
          </thead>
          <tbody>
            {queues.map((queue) => (
              <QueueRow key={queue.name} queue={queue} />
            ))}
          </tbody>
        </table>
      </ScrollPlace>
    </div>
  );
}

function QueueRow({ queue }: { readonly queue: Queue }) {
  const { counts, rate, oldestAgeMs } = queue;
  return (
    <tr>
      <th scope="row">
        <code>{queue.name}</code> {queue.paused && <Tag tone="warn">paused</Tag>}
      </th>
      <Amount value={counts.waiting} />
      <Amount value={counts.active} />
      <Amount value={counts.delayed} />
      <Amount value={counts.failed} isBad />
      <td className="number">
        {oldestAgeMs === null ? <span className="soft">–</span> : formatSpan(oldestAgeMs)}
      </td>
      <td className="number">
        {rate.completedPerMinute.toLocaleString("en")}
        {rate.failedPerMinute > 0 && <span className="ink-bad"> ({rate.failedPerMinute} failed)</span>}
      </td>
      <td>
        <Sparkline byMinute={rate.completedByMinute} />
      </td>
    </tr>
  );
}

function Amount({ value, isBad = false }: { readonly value: number; readonly isBad?: boolean }) {
  const look = value === 0 ? "soft" : isBad ? "ink-bad" : "";
  return <td className={`number ${look}`}>{value.toLocaleString("en")}</td>;
}
