import { badge, el, syncChildren, when } from "../dom.js";

/** Incidents, open ones first, with what to do about each. */
export function incidentsView(root, { call, act }) {
  const lists = ["open", "resolved"].map((state) => {
    const list = el("ul", { class: "cards" });
    const none = el(
      "p",
      { class: "card", hidden: true },
      state === "open"
        ? "Nothing is broken: every listener can hear your shows, as far as Earshot can tell."
        : "None yet.",
    );
    root.append(el("h2", {}, state === "open" ? "Open incidents" : "Resolved incidents"), none, list);
    return { state, list, none };
  });
  return {
    async refresh() {
      for (const { state, list, none } of lists) {
        const page = await call("GET", `/v1/incidents?state=${state}&limit=50`);
        none.hidden = page.items.length > 0;
        syncChildren(
          list,
          page.items,
          (incident) => incident.id,
          (incident) => incidentCard(incident, call, act),
        );
      }
    },
  };
}

function incidentCard(incident, call, act) {
  const isOpen = incident.resolvedAt === null;
  const card = el(
    "li",
    { class: "card" },
    el(
      "div",
      { class: "row spread" },
      el("h3", {}, incident.summary),
      isOpen ? badge("open", "bad") : badge(incident.reason ?? "resolved", "good"),
    ),
    el(
      "p",
      { class: "small" },
      "Since ",
      when(incident.since),
      ...(isOpen ? [] : [", over ", when(incident.resolvedAt)]),
      `. Shows: ${incident.affected.shows}, episodes: ${incident.affected.episodes}.`,
    ),
    ...incident.faults.map((fault) =>
      el(
        "p",
        { class: "small" },
        el("strong", {}, `${fault.title}. `),
        `${fault.explanation} ${fault.remedy}`,
      ),
    ),
  );
  if (isOpen) card.append(acknowledgement(incident, card, call, act));
  return card;
}

function acknowledgement(incident, card, call, act) {
  if (incident.acknowledgedAt !== null)
    return el("p", { class: "soft small" }, "Acknowledged ", when(incident.acknowledgedAt), ".");
  return el(
    "button",
    {
      type: "button",
      click: () =>
        void act(card, async () => {
          await call("POST", `/v1/incidents/${incident.id}/acknowledge`);
          return "Acknowledged.";
        }),
    },
    "Acknowledge",
  );
}
