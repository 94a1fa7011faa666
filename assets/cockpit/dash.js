/* The border to Dash: its stores, and the ids that components/model/ids.py gives. */

export const SELECTION = "selection";
export const CONTROL = "control";
export const RANGE = "range";

/** Set what a component of Dash shows; before Dash has begun there is none, and it begins with what is chosen by then.
 * @param {string | object} id @param {object} props */
export function tellDash(id, props) {
  if (document.documentElement.dataset.dash === "ready") window.dash_clientside.set_props(id, props);
}
