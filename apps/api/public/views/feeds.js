import { el, syncChildren, when } from "../dom.js";
import { verdictBadge, verdicts } from "./verdict.js";

/** The publisher's feeds with their health, a form to register one, and each feed's episodes on demand. */
export function feedsView(root, { call, act }) {
  const list = el("ul", { class: "cards" });
  const empty = el(
    "p",
    { class: "card", hidden: true },
    "No feeds yet. Register one above: Earshot fetches it at once.",
  );
  const episodes = openEpisodes(call);
  root.append(el("h2", {}, "Feeds"), registerForm(call, act), empty, list);
  return {
    async refresh() {
      const page = await call("GET", "/v1/feeds?limit=200");
      empty.hidden = page.items.length > 0;
      syncChildren(
        list,
        page.items,
        (feed) => feed.id,
        (feed) => feedCard(feed, { call, act, episodes }),
      );
      await episodes.refresh();
    },
  };
}

/** The episode tables that are open, kept apart from their cards so that a refresh neither closes nor forgets them. */
function openEpisodes(call) {
  const places = new Map();
  const load = async (feedId, place) => {
    place.replaceChildren(enclosureTable(await call("GET", `/v1/feeds/${feedId}/enclosures?limit=50`)));
  };
  return {
    placeOf: (feedId) => places.get(feedId) ?? null,
    async toggle(feedId) {
      if (places.delete(feedId)) return;
      const place = el("div");
      await load(feedId, place);
      places.set(feedId, place);
    },
    async refresh() {
      for (const [feedId, place] of places) await load(feedId, place);
    },
  };
}

function registerForm(call, act) {
  const input = el("input", {
    id: "feed-url",
    type: "url",
    required: true,
    placeholder: "https://example.org/feed.xml",
  });
  const form = el(
    "form",
    {
      class: "card",
      submit: (event) => {
        event.preventDefault();
        void act(form, async () => {
          const feed = await call("POST", "/v1/feeds", { url: input.value.trim() });
          input.value = "";
          return `Watching ${feed.url}`;
        });
      },
    },
    el("label", { for: "feed-url" }, "Register a feed"),
    el("div", { class: "row" }, input, el("button", { type: "submit", class: "primary" }, "Watch it")),
  );
  return form;
}

function feedCard(feed, { call, act, episodes }) {
  const card = el("li", { class: "card" });
  const check = async () => {
    await call("POST", `/v1/feeds/${feed.id}/check`);
    return "A check is due now.";
  };
  const toggle = el("button", { type: "button" }, "Episodes");
  const place = el("div");
  const showEpisodes = () => {
    const table = episodes.placeOf(feed.id);
    place.replaceChildren(...(table === null ? [] : [table]));
    toggle.setAttribute("aria-expanded", String(table !== null));
  };
  toggle.addEventListener("click", () => void act(card, () => episodes.toggle(feed.id).then(showEpisodes)));
  showEpisodes();
  const names = el("div", {}, el("h3", {}, feed.title ?? feed.url));
  if (feed.title !== null) names.append(el("p", { class: "url soft small" }, feed.url));
  card.append(
    el("div", { class: "row spread" }, names, verdictBadge(worstOf(feed))),
    healthBar(feed.enclosures),
    el("p", { class: "small" }, describeCounts(feed.enclosures)),
    ...feed.faults.map((fault) => el("p", { class: "small is-warn" }, `${fault.code}: ${fault.message}`)),
    el("p", { class: "soft small" }, "Last fetched ", when(feed.crawledAt), "."),
    el(
      "div",
      { class: "row" },
      el("button", { type: "button", click: () => void act(card, check) }, "Check now"),
      toggle,
    ),
    place,
  );
  return card;
}

/** The worst of the feed itself and its enclosures, which is how its listeners fare. */
function worstOf(feed) {
  return (
    Object.keys(verdicts).find((verdict) => feed.verdict === verdict || feed.enclosures[verdict] > 0) ?? null
  );
}

function describeCounts(counts) {
  if (counts.total === 0) return "No episodes known yet.";
  const parts = Object.entries(verdicts)
    .filter(([verdict]) => counts[verdict] > 0)
    .map(([verdict, { word }]) => `${counts[verdict]} ${word}`);
  return `${counts.total} ${counts.total === 1 ? "enclosure" : "enclosures"}: ${parts.join(", ")}`;
}

/** A bar in SVG, since the page's policy allows no inline style. The sentence below it says the same in words. */
function healthBar(counts) {
  const namespace = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(namespace, "svg");
  for (const [name, value] of Object.entries({
    class: "bar",
    viewBox: "0 0 100 1",
    preserveAspectRatio: "none",
    "aria-hidden": "true",
  }))
    svg.setAttribute(name, value);
  let x = 0;
  for (const [verdict, { tone }] of Object.entries(verdicts)) {
    const width = counts.total === 0 ? 0 : (100 * counts[verdict]) / counts.total;
    const part = document.createElementNS(namespace, "rect");
    for (const [name, value] of Object.entries({ class: `is-${tone}`, x, y: 0, width, height: 1 }))
      part.setAttribute(name, value);
    svg.append(part);
    x += width;
  }
  return svg;
}

function enclosureTable({ items, next }) {
  const rows = items.map((item) =>
    el(
      "tr",
      {},
      el(
        "td",
        { "data-label": "Episode" },
        el("span", {}, item.title ?? item.guid, el("br"), el("span", { class: "url soft small" }, item.url)),
      ),
      el("td", { "data-label": "Verdict" }, verdictBadge(item.verdict)),
      el("td", { "data-label": "Faults" }, item.faults.map((fault) => fault.code).join(", ") || "none"),
      el("td", { "data-label": "Probed" }, when(item.probedAt)),
    ),
  );
  const head = ["Episode", "Verdict", "Faults", "Probed"].map((name) => el("th", { scope: "col" }, name));
  return el(
    "div",
    { class: "scroll" },
    el("table", { class: "stack small" }, el("thead", {}, el("tr", {}, ...head)), el("tbody", {}, ...rows)),
    next === null ? null : el("p", { class: "soft small" }, "The newest 50 are shown; the API lists all."),
  );
}
