import { useQuery } from "@tanstack/react-query";
import { type VantageProcess, vantagesQuery } from "../../api/ops.ts";
import { formatSpan } from "../../parts/format.ts";
import { PageHead } from "../../parts/page-head.tsx";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { ScrollPlace } from "../../parts/scroll-place.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { Tag } from "../../parts/tag.tsx";
import { When } from "../../parts/when.tsx";

const suspicionWords: Readonly<Record<VantageProcess["suspicions"][number], string>> = {
  ipv4: "most canaries fail over IPv4",
  ipv6: "most canaries fail over IPv6",
  clock: "its clock is wrong",
  names: "its name servers are silent",
  lag: "it was held up",
};

/** Where Earshot looks from, and whether each vantage is believed. */
export function VantagesView() {
  const { data, error, refetch } = useQuery(vantagesQuery);
  return (
    <>
      <PageHead
        title="Vantages"
        lead="The processes that look at the world, and what each suspects itself of. While one is in doubt, no new trouble is believed from there."
      />
      {error !== null && <ProblemNote error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton rows={4} tall />}
      {data?.items.length === 0 && <p className="soft">No process was heard of within a day.</p>}
      {data !== undefined && data.items.length > 0 && <VantageTable processes={data.items} />}
    </>
  );
}

function VantageTable({ processes }: { readonly processes: readonly VantageProcess[] }) {
  return (
    <div className="card table-card">
      <ScrollPlace className="table-scroll" label="Vantages">
        <table className="table table-roomy">
          <thead>
            <tr>
              <th scope="col">Vantage</th>
              <th scope="col">State</th>
              <th scope="col">In doubt</th>
              <th scope="col" className="number">
                Clock
              </th>
              <th scope="col">Started</th>
              <th scope="col">Heard of</th>
            </tr>
          </thead>
          <tbody>
            {processes.map((process) => (
              <VantageRow key={process.id} process={process} />
            ))}
          </tbody>
        </table>
      </ScrollPlace>
    </div>
  );
}

function describeWork({ checks, crawls }: Pick<VantageProcess, "checks" | "crawls">): string {
  return [checks && "probes and checks", crawls && "fetches feeds"].filter(Boolean).join(", ");
}

function VantageRow({ process }: { readonly process: VantageProcess }) {
  const { vantage, checks, crawls, alive, suspicions, suspectAt, clockOffsetMs } = process;
  return (
    <tr>
      <th scope="row">
        {vantage}
        <span className="sub">{describeWork({ checks, crawls })}</span>
      </th>
      <td>{alive ? <Tag tone="good">alive</Tag> : <Tag tone="warn">not heard of</Tag>}</td>
      <td>
        {suspicions.length === 0 ? (
          <span className="soft">
            no
            {suspectAt !== null && (
              <>
                , last <When at={suspectAt} />
              </>
            )}
          </span>
        ) : (
          <Tag tone="bad">{suspicions.map((one) => suspicionWords[one]).join(", ")}</Tag>
        )}
      </td>
      <td className="number">
        {clockOffsetMs === null ? <span className="soft">right</span> : formatSpan(clockOffsetMs)}
      </td>
      <td>
        <When at={process.startedAt} />
      </td>
      <td>
        <When at={process.seenAt} />
      </td>
    </tr>
  );
}
