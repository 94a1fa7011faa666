/* The first document shows the page before Dash has begun. Once Dash has made the same frame around the same places, what
   stands in the places moves over, and the first document's frame goes: nothing on the screen moves. */

const ENTRY = "react-entry-point", FIRST = "first";
const PRESSES = 20, PRESS_MS = 100;

/** Dash's frame is whole when each place of the first one is there, and each control, which come one by one. @param {Element} entry @param {Element} first */
function isWhole(entry, first) {
  const wanted = [...first.querySelectorAll("[data-place]")].map((one) => one.getAttribute("data-place"));
  const controls = first.querySelectorAll("[data-early]").length;
  return entry.querySelectorAll(".bar button.dash-dropdown").length >= controls && wanted.every((name) => entry.querySelector(`[data-place="${name}"]`));
}

/** Move what stands in the first document's places into Dash's. @param {Element} entry @param {Element} first */
function move(entry, first) {
  for (const from of first.querySelectorAll("[data-place]")) {
    const to = entry.querySelector(`[data-place="${from.getAttribute("data-place")}"]`);
    to?.replaceChildren(...from.childNodes);
  }
  const open = first.querySelector("details.more[open]");
  if (open) entry.querySelector("details.more")?.setAttribute("open", "");
  first.remove();
  document.documentElement.dataset.dash = "ready";
}

/** A press on a control that was not yet alive is done when it is. @param {Element} first */
function remember(first) {
  /** @type {string | null} */
  let pressed = null;
  first.addEventListener("pointerdown", (event) => {
    const control = /** @type {Element} */ (event.target).closest?.("[data-early]");
    if (control) pressed = control.getAttribute("data-early");
  });
  return () => pressed && press(`.control.${CSS.escape(pressed)} button.dash-dropdown`, PRESSES);
}

/** Press a control until it opens: a moment after it has come it does not listen yet. @param {string} selector @param {number} tries */
function press(selector, tries) {
  const control = document.querySelector(selector);
  if (!(control instanceof HTMLElement) || control.dataset.state === "open" || !tries) return;
  control.click();
  setTimeout(press, PRESS_MS, selector, tries - 1);
}

/** Wait for Dash and move over into its frame. */
export function adopt() {
  const entry = document.getElementById(ENTRY), first = document.getElementById(FIRST);
  if (!entry || !first) return;
  const redo = remember(first);
  const look = () => {
    if (!isWhole(entry, first)) return false;
    move(entry, first);
    redo();
    return true;
  };
  const watcher = new MutationObserver(() => look() && watcher.disconnect());
  watcher.observe(entry, { childList: true, subtree: true });
}

/** Bring Dash's scripts, in their order, now that what the reader came for is there; what is written out runs last. */
export function begin() {
  const template = document.getElementById("dash-scripts");
  if (!(template instanceof HTMLTemplateElement)) return;
  template.remove();
  const scripts = [...template.content.querySelectorAll("script")];
  const files = scripts.filter((one) => one.src), written = scripts.filter((one) => !one.src);
  const loads = files.map((one) => new Promise((go) => {
    const copy = copied(one);
    copy.async = false;
    copy.addEventListener("load", go);
    document.body.append(copy);
  }));
  Promise.all(loads).then(() => document.body.append(...written.map(copied)));
}

/** A script that came with a template runs only as a new element. @param {HTMLScriptElement} script */
function copied(script) {
  const copy = document.createElement("script");
  for (const { name, value } of script.attributes) copy.setAttribute(name, value);
  copy.textContent = script.textContent;
  return copy;
}
