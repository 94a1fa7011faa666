/* Dash's calendar looks at `dateFns` for the words of its months and days, which are English unless told; the browser knows
   those of every language. Of date-fns' locales this is what formatting a month, a day or a year asks for. */

import * as chosen from "./chosen.js";

/** @param {Intl.DateTimeFormatOptions} form @param {Date} day */
const word = (form, day) => new Intl.DateTimeFormat("zh-CN", form).format(day);

const ZH = {
  code: "zh",
  localize: {
    /** @param {number} month */
    month: (month) => word({ month: "short" }, new Date(2000, month, 1)),
    /** @param {number} day */
    day: (day) => word({ weekday: "narrow" }, new Date(2000, 0, 2 + day)), // a Sunday
  },
  formatLong: {},
  match: {},
  options: { weekStartsOn: 1 },
};

export function wordCalendars() {
  window.dateFns = {
    get locale() {
      return chosen.page()?.lang === "zh" ? { zh: ZH } : {};
    },
  };
}
