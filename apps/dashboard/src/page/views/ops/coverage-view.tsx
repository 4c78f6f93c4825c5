import { useQuery } from "@tanstack/react-query";
import { type Coverage, coverageQuery } from "../../api/ops.ts";
import { formatSpan } from "../../parts/format.ts";
import { PageHead } from "../../parts/page-head.tsx";
import { ProblemNote } from "../../parts/problem-note.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { Tag } from "../../parts/tag.tsx";
import { When } from "../../parts/when.tsx";

const names: Readonly<Record<Coverage["subject"], { readonly name: string; readonly what: string }>> = {
  feed: { name: "Feeds", what: "fetched in time" },
  newest: { name: "Newest enclosures", what: "of the newest episodes, probed in time" },
  catalogue: { name: "Catalogue", what: "of all other episodes, probed in time" },
  host: { name: "Hosts", what: "checked in time" },
};

/** How much of what is watched was looked at in time; silence is a fault of ours. */
export function CoverageView() {
  const { data, error, refetch } = useQuery(coverageQuery);
  return (
    <>
      <PageHead
        title="Coverage"
        lead={
          data === undefined ? (
            "How much was looked at in time."
          ) : (
            <>
              How much was looked at in time; at least {formatShare(data.floor)} is wanted. Measured{" "}
              <When at={data.at} />.
            </>
          )
        }
      />
      {error !== null && <ProblemNote error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton rows={4} tall />}
      {data !== undefined && (
        <>
          <ul className="tiles">
            {data.items.map((item) => (
              <CoverageTile key={item.subject} item={item} />
            ))}
          </ul>
          <section className="card" aria-labelledby="blind-title">
            <h2 id="blind-title">What no check covers</h2>
            <ul className="plain-list">
              {data.notChecked.map(({ what, why }) => (
                <li key={what}>
                  <strong>{what}</strong> <span className="soft">{why}</span>
                </li>
              ))}
            </ul>
          </section>
        </>
      )}
    </>
  );
}

function CoverageTile({ item }: { readonly item: Coverage }) {
  const { name, what } = names[item.subject];
  return (
    <li className="card tile">
      <h2>
        {name} {item.isBelowFloor && <Tag tone="bad">below its floor</Tag>}
      </h2>
      <p className="tile-figure">{formatShare(item.share)}</p>
      <svg
        viewBox="0 0 100 1"
        preserveAspectRatio="none"
        className={`meter meter-${item.isBelowFloor ? "bad" : "good"}`}
        aria-hidden="true"
      >
        <rect x="0" y="0" width={(item.share ?? 0) * 100} height="1" />
      </svg>
      <p className="soft">
        {item.withinPeriod.toLocaleString("en")} of {item.total.toLocaleString("en")} {what}
      </p>
      <dl className="pairs">
        <dt>Never looked at</dt>
        <dd>{item.neverChecked.toLocaleString("en")}</dd>
        <dt>Parked</dt>
        <dd>{item.parked.toLocaleString("en")}</dd>
        <dt>95 % are younger than</dt>
        <dd>{item.ageP95Ms === null ? "–" : formatSpan(item.ageP95Ms)}</dd>
      </dl>
      {item.vantages.length > 0 && (
        <ul className="by-vantage" aria-label={`${name} by vantage`}>
          {item.vantages.map(({ vantage, share: own, total }) => (
            <li key={vantage}>
              <span className="cut">
                <code>{vantage}</code>
              </span>
              <span className="soft">
                {formatShare(own)} of {total.toLocaleString("en")}
              </span>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

/** Rounded down, so that 100 % means all. */
function formatShare(share: number | null): string {
  return share === null ? "–" : `${(Math.floor(share * 1_000) / 10).toFixed(1)} %`;
}
