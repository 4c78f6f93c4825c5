/** An element: `el("p", { class: "soft" }, "text", child)`. A property that is a function listens to that event. */
export function el(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (typeof value === "function") element.addEventListener(key, value);
    else if (value !== null && value !== undefined && value !== false)
      element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

/** A word in a pill, coloured by what it means. The word carries the meaning, the colour only repeats it. */
export function badge(word, tone) {
  return el("span", { class: `badge is-${tone}` }, word);
}

/**
 * Makes the children of `parent` one per item, touching only what changed, so that focus and selection survive a
 * refresh. `keyOf` names an item; `render` makes its element.
 */
export function syncChildren(parent, items, keyOf, render) {
  const present = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  let cursor = parent.firstElementChild;
  let focusTo = null;
  for (const item of items) {
    const key = String(keyOf(item));
    const fingerprint = JSON.stringify(item);
    const old = present.get(key);
    present.delete(key);
    let child = old;
    if (child?.dataset.fingerprint !== fingerprint) {
      child = render(item);
      child.dataset.key = key;
      child.dataset.fingerprint = fingerprint;
      if (old !== undefined && old === cursor) cursor = cursor.nextElementSibling;
      const place = old === undefined ? -1 : focusablesOf(old).indexOf(document.activeElement);
      if (place >= 0) focusTo = { child, place };
      old?.remove();
    }
    if (child === cursor) cursor = cursor.nextElementSibling;
    else parent.insertBefore(child, cursor);
  }
  for (const gone of present.values()) gone.remove();
  if (focusTo !== null) focusablesOf(focusTo.child)[focusTo.place]?.focus();
}

function focusablesOf(element) {
  return [...element.querySelectorAll("button, a, input, select")];
}

const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const units = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
];

/** An instant in words, such as "3 minutes ago", with the exact time as its title. */
export function when(iso) {
  if (iso === null || iso === undefined) return el("span", { class: "soft" }, "never");
  return el("time", { datetime: iso, title: iso }, describeInstant(iso));
}

/** Says anew how long ago each instant below `root` was. */
export function refreshTimes(root) {
  for (const time of root.querySelectorAll("time")) time.textContent = describeInstant(time.dateTime);
}

function describeInstant(iso) {
  const seconds = Math.round((Date.parse(iso) - Date.now()) / 1_000);
  const [unit, size] = units.find(([, size]) => Math.abs(seconds) >= size) ?? ["second", 1];
  return relative.format(Math.trunc(seconds / size), unit);
}
