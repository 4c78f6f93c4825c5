import { ApiError, call, readKey, saveKey } from "./api.js";
import { refreshTimes } from "./dom.js";
import { deliveriesView } from "./views/deliveries.js";
import { feedsView } from "./views/feeds.js";
import { incidentsView } from "./views/incidents.js";
import { opsView } from "./views/ops.js";
import { webhooksView } from "./views/webhooks.js";

const refreshMs = 5_000;

/** Each view gives `mount(root, context)`, once, and `refresh()`, every few seconds. */
const views = {
  feeds: feedsView,
  incidents: incidentsView,
  webhooks: webhooksView,
  deliveries: deliveriesView,
  ops: opsView,
};

const byId = (id) => document.getElementById(id);
const root = byId("view");
let current = null;
let paused = false;

function say(text, isError = false) {
  const message = byId("message");
  message.classList.toggle("is-error", isError);
  message.textContent = text;
}

/** Runs an action of the user's; its failure is told instead of thrown. Buttons in `form` rest meanwhile. */
async function act(form, action) {
  const buttons = [...form.querySelectorAll("button")];
  for (const button of buttons) button.disabled = true;
  try {
    const told = await action();
    say(told ?? "");
    await refresh();
  } catch (error) {
    report(error);
  } finally {
    for (const button of buttons) button.disabled = false;
  }
}

function report(error) {
  if (error instanceof ApiError && error.status === 401) {
    saveKey(null);
    showSignIn();
  }
  say(error instanceof ApiError ? error.message : "The server cannot be reached. Trying again.", true);
}

async function refresh() {
  if (current === null) return;
  const view = current;
  try {
    await view.refresh();
    if (view !== current) return;
    byId("freshness").textContent = `Updated ${new Date().toLocaleTimeString()}`;
    if (
      byId("message").classList.contains("is-error") &&
      byId("message").textContent.includes("Trying again")
    )
      say("");
  } catch (error) {
    report(error);
  }
}

async function showView() {
  const name = location.hash.slice(1).split("/")[0];
  const chosen = Object.hasOwn(views, name) ? name : "feeds";
  for (const link of byId("nav").querySelectorAll("a")) {
    if (link.hash === `#${chosen}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  root.replaceChildren();
  say("");
  current = views[chosen](root, { call, act, say });
  await refresh();
}

function showSignIn() {
  current = null;
  root.hidden = true;
  byId("nav").hidden = true;
  byId("session").hidden = true;
  byId("sign-in").hidden = false;
  byId("freshness").textContent = "";
  byId("api-key").focus();
}

function showSignedIn() {
  root.hidden = false;
  byId("nav").hidden = false;
  byId("session").hidden = false;
  byId("sign-in").hidden = true;
  return showView();
}

byId("sign-in").addEventListener("submit", (event) => {
  event.preventDefault();
  saveKey(byId("api-key").value.trim());
  byId("api-key").value = "";
  void showSignedIn();
});
byId("sign-out").addEventListener("click", () => {
  saveKey(null);
  showSignIn();
  say("Signed out.");
});
byId("pause").addEventListener("click", ({ currentTarget }) => {
  paused = !paused;
  currentTarget.setAttribute("aria-pressed", String(paused));
  currentTarget.textContent = paused ? "Resume updates" : "Pause updates";
});
window.addEventListener("hashchange", () => {
  if (location.hash !== "#main" && readKey() !== null) void showView();
});
setInterval(() => {
  if (!paused && !document.hidden && current !== null) void refresh().then(() => refreshTimes(root));
}, refreshMs);

if (readKey() === null) showSignIn();
else void showSignedIn();
