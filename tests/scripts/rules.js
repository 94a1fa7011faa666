/* Rules of a selection as components/frame/controls.py tells them; tests/test_assets.py compares. */
export const RULES = {
  frame: ["from", "to", "period", "compare", "grain", "per"],
  defaults: { period: "year", compare: "yoy", grain: "auto", per: "items" },
  custom: "custom",
  unknown: "unknown",
  reading: ["lang", "theme"],
  aim: ["card", "which"],
};
