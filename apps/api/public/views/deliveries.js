import { badge, el, syncChildren, when } from "../dom.js";

const tones = { delivered: "good", pending: "soft", failed: "bad", discarded: "warn" };

/** The log of deliveries with every attempt, and a button to send one again. */
export function deliveriesView(root, { call, act }) {
  const list = el("ul", { class: "cards" });
  const empty = el("p", { class: "card", hidden: true }, "Nothing was sent yet. Send a test under Webhooks.");
  root.append(el("h2", {}, "Deliveries"), empty, list);
  return {
    async refresh() {
      const page = await call("GET", "/v1/deliveries?limit=50");
      empty.hidden = page.items.length > 0;
      syncChildren(
        list,
        page.items,
        (delivery) => delivery.id,
        (delivery) => deliveryCard(delivery, call, act),
      );
    },
  };
}

function deliveryCard(delivery, call, act) {
  const card = el(
    "li",
    { class: "card" },
    el(
      "div",
      { class: "row spread" },
      el("h3", {}, delivery.notice.type),
      badge(delivery.state, tones[delivery.state] ?? "soft"),
    ),
    el("p", {}, delivery.notice.summary),
    el(
      "p",
      { class: "soft small" },
      "Created ",
      when(delivery.createdAt),
      delivery.nextAttemptAt === null ? "" : ", next attempt ",
      delivery.nextAttemptAt === null ? "" : when(delivery.nextAttemptAt),
    ),
    ...delivery.attempts.map((attempt) =>
      el(
        "p",
        { class: "small" },
        `Attempt ${attempt.number}: ${attempt.status ?? attempt.error ?? "no answer"} in ${attempt.durationMs} ms, `,
        when(attempt.at),
      ),
    ),
    el(
      "button",
      {
        type: "button",
        click: () =>
          void act(card, async () => {
            await call("POST", `/v1/deliveries/${delivery.id}/resend`);
            return "It is sent again.";
          }),
      },
      "Send again",
    ),
  );
  return card;
}
