import { badge, el, syncChildren, when } from "../dom.js";

/** Webhook endpoints: add one, see its secret once, test it, rotate its secret, switch it off or delete it. */
export function webhooksView(root, { call, act }) {
  const secret = el("div", { class: "card secret", role: "status", hidden: true });
  const list = el("ul", { class: "cards" });
  const empty = el(
    "p",
    { class: "card", hidden: true },
    "No endpoints yet. Add one to be told when something breaks.",
  );
  const showSecret = (text) => {
    secret.replaceChildren(
      el("h3", {}, "Signing secret, shown only now"),
      el("code", {}, text),
      el("p", { class: "small" }, "Your receiver verifies notices with it (Standard Webhooks 1.0)."),
    );
    secret.hidden = false;
  };
  root.append(el("h2", {}, "Webhook endpoints"), addForm(call, act, showSecret), secret, empty, list);
  return {
    async refresh() {
      const page = await call("GET", "/v1/webhook-endpoints?limit=200");
      empty.hidden = page.items.length > 0;
      const render = (endpoint) => endpointCard(endpoint, call, act, showSecret);
      syncChildren(list, page.items, (endpoint) => endpoint.id, render);
    },
  };
}

function addForm(call, act, showSecret) {
  const url = el("input", {
    id: "endpoint-url",
    type: "url",
    required: true,
    placeholder: "https://example.org/hooks/earshot",
  });
  const styles = ["standard", "slack", "discord"].map((style) => el("option", { value: style }, style));
  const style = el("select", { id: "endpoint-style" }, ...styles);
  const form = el(
    "form",
    {
      class: "card",
      submit: (event) => {
        event.preventDefault();
        void act(form, async () => {
          const endpoint = await call("POST", "/v1/webhook-endpoints", {
            url: url.value.trim(),
            style: style.value,
          });
          url.value = "";
          showSecret(endpoint.secret);
          return "Endpoint added.";
        });
      },
    },
    el("label", { for: "endpoint-url" }, "Add an endpoint"),
    el(
      "div",
      { class: "row" },
      url,
      el("label", { for: "endpoint-style" }, "Style"),
      style,
      el("button", { type: "submit", class: "primary" }, "Add"),
    ),
  );
  return form;
}

function endpointCard(endpoint, call, act, showSecret) {
  const path = `/v1/webhook-endpoints/${endpoint.id}`;
  const button = (label, action) =>
    el("button", { type: "button", click: () => void act(card, action) }, label);
  const card = el(
    "li",
    { class: "card" },
    el(
      "div",
      { class: "row spread" },
      el("p", { class: "url" }, endpoint.url),
      endpoint.enabled ? badge("enabled", "good") : badge("disabled", "warn"),
    ),
    el(
      "p",
      { class: "soft small" },
      `${endpoint.style}, ${endpoint.types?.join(", ") ?? "all notices"}, added `,
      when(endpoint.createdAt),
    ),
    el(
      "div",
      { class: "row" },
      button("Send a test", async () => {
        await call("POST", `${path}/test`);
        return "A test notice is on its way; see Deliveries.";
      }),
      button("Rotate the secret", async () => {
        const { secret } = await call("POST", `${path}/rotate-secret`);
        showSecret(secret);
        return "Rotated: both secrets sign for 24 hours.";
      }),
      button(endpoint.enabled ? "Disable" : "Enable", async () => {
        await call("PATCH", path, { enabled: !endpoint.enabled });
      }),
      button("Delete", async () => {
        if (!confirm(`Delete the endpoint ${endpoint.url}?`)) return "";
        await call("DELETE", path);
        return "Deleted.";
      }),
    ),
  );
  return card;
}
