/* The border to Dash: its stores, and the ids that components/model/ids.py gives. */

export const SELECTION = "selection";
export const PAGE = "page";
export const CONTROL = "control";
export const RANGE = "range";

/** @param {string | object} id @param {object} props */
export const setProps = (id, props) => window.dash_clientside.set_props(id, props);

/** The id of another part of the card that an element is the frame of.
 * @param {HTMLElement} box @param {string} type */
export const partOf = (box, type) => ({ ...JSON.parse(box.id), type });
