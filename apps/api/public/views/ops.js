import { ApiError } from "../api.js";
import { el, syncChildren } from "../dom.js";

const columns = ["waiting", "active", "delayed", "failed"];

/** For ops: queues and coverage. */
export function opsView(root, { call }) {
  const refusal = el(
    "p",
    { class: "card", hidden: true },
    "Queues and coverage are for keys with the role ops.",
  );
  const queues = table(["Queue", ...columns], "Queues");
  const coverage = table(
    ["Subjects", "Total", "Checked in time", "Age (95 % below)", "Never checked"],
    "Coverage",
  );
  const tables = el(
    "div",
    { hidden: true },
    el("h2", {}, "Queues"),
    queues.root,
    el("h2", {}, "Coverage"),
    coverage.root,
  );
  root.append(refusal, tables);
  return {
    async refresh() {
      try {
        const queuesNow = await call("GET", "/v1/ops/queues");
        syncChildren(queues.body, queuesNow.items, ({ name }) => name, queueRow);
        const coverageNow = await call("GET", "/v1/ops/coverage");
        syncChildren(coverage.body, coverageNow.items, ({ subject }) => subject, coverageRow);
        tables.hidden = false;
      } catch (error) {
        if (!(error instanceof ApiError) || error.status !== 403) throw error;
        refusal.hidden = false;
      }
    },
  };
}

function table(heads, caption) {
  const body = el("tbody");
  const cells = heads.map((head, index) =>
    el("th", { scope: "col", class: index > 0 ? "number" : null }, head),
  );
  const element = el(
    "table",
    { class: "stack", "aria-label": caption },
    el("thead", {}, el("tr", {}, ...cells)),
    body,
  );
  return { root: el("div", { class: "card scroll" }, element), body };
}

function queueRow(queue) {
  return row(
    queue.name,
    columns.map((state) => [state, queue.counts[state]]),
  );
}

function coverageRow(line) {
  const share = line.total === 0 ? "–" : `${((100 * line.withinPeriod) / line.total).toFixed(1)} %`;
  const age = line.ageP95Ms === null ? "–" : `${Math.round(line.ageP95Ms / 1_000)} s`;
  return row(line.subject, [
    ["Total", line.total],
    ["Checked in time", share],
    ["Age (95 % below)", age],
    ["Never checked", line.neverChecked],
  ]);
}

function row(name, cells) {
  return el(
    "tr",
    {},
    el("th", { scope: "row" }, name),
    ...cells.map(([label, value]) => el("td", { class: "number", "data-label": label }, String(value))),
  );
}
