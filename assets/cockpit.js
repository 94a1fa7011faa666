/* What the browser does without the server: controls, chips and marks change the selection; the selection is mirrored in
   the address (history.replaceState, never listened to), carried along by links, and printed on exported pictures. */
(function () {
  "use strict";

  const SELECTION = "selection";
  const PAGE = "page";
  const FRAME_KEYS = ["from", "to", "period", "compare", "grain"];
  const state = { selection: {}, page: null, version: null, shown: {}, trail: [] };

  const setProps = (id, props) => window.dash_clientside.set_props(id, props);
  const same = (a, b) => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
  const sorted = (query) => Object.fromEntries(Object.entries(query).sort());

  function text(query) {
    const search = new URLSearchParams(sorted(query)).toString().replaceAll("%2C", ",");
    return search ? "?" + search : "";
  }

  const isWall = () => location.pathname === "/wall";

  /* Keys of the address that belong to the page itself and no selection: a page may say which it has. */
  function beside() {
    const kept = new URLSearchParams(location.search);
    const own = (state.page?.beside || []).filter((key) => kept.has(key));
    return Object.fromEntries(own.map((key) => [key, kept.get(key)]));
  }

  /* What a card's element says of the card. */
  function cardOf({ dataset }) {
    const list = (text) => (text || "").split(",").filter(Boolean);
    return { name: dataset.name, key: list(dataset.indicators), by: list(dataset.by) };
  }

  const partOf = (box, type) => ({ ...JSON.parse(box.id), type });

  /* ---- the selection ---- */

  function choose(query) {
    if (same(query, state.selection)) return;
    const added = Object.keys(query).filter((key) => query[key] !== state.selection[key] && !FRAME_KEYS.includes(key));
    state.trail = [...state.trail.filter((key) => key in query && !added.includes(key)), ...added];
    state.selection = query;
    history.replaceState(history.state, "", location.pathname + text({ ...query, ...beside() }) + location.hash);
    setProps(SELECTION, { data: query });
  }

  function filtered(query, key, values) {
    const next = { ...query };
    if (values && values.length) next[key] = [...values].sort().join(",");
    else delete next[key];
    return next;
  }

  function control(query, key, value) {
    const next = { ...query };
    if (key === "period") {
      document.querySelector(".bar .range")?.classList.toggle("hidden", value !== "custom");
      if (value === "custom") return query;
      delete next.from;
      delete next.to;
      delete next.period;
      if (value !== "year") next.period = value;
      return next;
    }
    if (key === "compare" || key === "grain") {
      delete next[key];
      if (value !== { compare: "yoy", grain: "auto" }[key]) next[key] = value;
      return next;
    }
    return filtered(query, key, value);
  }

  function show(key, value) {
    if (!(key in state.shown)) return;
    state.shown[key] = value;
    setProps({ type: "control", index: key }, { value });
  }

  function showOn(query, key) {
    show(key, query[key] ? query[key].split(",") : []);
  }

  function during(query, from, to) {
    const next = { ...query, from, to };
    delete next.period;
    delete next.grain;
    show("period", "custom");
    return next;
  }

  function chip(query, index) {
    const [key, value] = index.split("~");
    if (!key) return cleared(query);
    if (key === "period") return control(query, "period", "year");
    const next = filtered(query, key, (query[key] || "").split(",").filter((one) => one && one !== value));
    showOn(next, key);
    return next;
  }

  function cleared(query) {
    const next = Object.fromEntries(Object.entries(query).filter(([key]) => FRAME_KEYS.includes(key)));
    for (const key of Object.keys(query)) if (!(key in next)) showOn(next, key);
    return next;
  }

  /* Escape takes back the filter that was set last; an address may have brought others. */
  function undo() {
    const set = Object.keys(state.selection).filter((key) => !FRAME_KEYS.includes(key));
    const key = state.trail.filter((one) => set.includes(one)).pop() || set.pop();
    if (!key) return;
    const next = filtered(state.selection, key, []);
    showOn(next, key);
    choose(next);
  }

  /* ---- clicks on marks ---- */

  const two = (number) => String(number).padStart(2, "0");
  const iso = (day) => `${day.getUTCFullYear()}-${two(day.getUTCMonth() + 1)}-${two(day.getUTCDate())}`;

  function bucketEnd(start, grain) {
    const day = new Date(start + "T00:00:00Z");
    if (grain === "week") day.setUTCDate(day.getUTCDate() + 7);
    else if (grain === "day") day.setUTCDate(day.getUTCDate() + 1);
    else day.setUTCMonth(day.getUTCMonth() + { month: 1, quarter: 3, year: 12 }[grain]);
    day.setUTCDate(day.getUTCDate() - 1);
    return iso(day);
  }

  function mark(query, box, click) {
    const card = cardOf(box);
    const data = click?.points?.[0]?.customdata;
    const codes = Array.isArray(data) ? data : data === undefined ? [] : [data];
    if (!codes.length) return query;
    if ("time" in box.dataset) {
      const grain = box.querySelector(".js-plotly-plot")?.layout?.meta?.grain;
      return grain ? during(query, codes[0], bucketEnd(codes[0], grain)) : query;
    }
    let next = query;
    for (const [place, key] of card.by.entries()) {
      const code = String(codes[place] ?? "");
      if (!code || code.startsWith("__") || key === "platform") continue;
      if (!state.page.filters.includes(key)) continue;
      const alone = (next[key] || "") === code;
      next = filtered(next, key, alone && card.by.length === 1 ? [] : [code]);
      showOn(next, key);
    }
    const place = card.by.indexOf("platform");
    const platform = place >= 0 ? String(codes[place]) : "";
    if (platform && !platform.startsWith("__") && platform !== "unknown") {
      if (isWall()) {
        document.dispatchEvent(new CustomEvent("cockpit:platform"));
        return filtered(next, "platform", [platform]);
      }
      const { platform: left, ...carried } = next;
      go("/platform/" + encodeURIComponent(platform) + text(carried));
      return query;
    }
    return next;
  }

  function go(href) {
    history.pushState({}, "", href);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    window.scrollTo(0, 0);
  }

  /* ---- menu of a card ---- */

  function choice(box) {
    return (box.__choice = box.__choice || { which: 0, table: false });
  }

  function act(box, what, size) {
    if (what === "table") {
      choice(box).table = !choice(box).table;
      setProps(partOf(box, "choice"), { data: { ...choice(box) } });
    } else if (what === "full") {
      document.fullscreenElement ? document.exitFullscreen() : box.requestFullscreen();
    } else {
      window.cockpit.take(box, what, size);
    }
  }

  function turn(box, which) {
    choice(box).which = which;
    box.querySelectorAll(".switch button").forEach((one, place) => one.classList.toggle("on", place === which));
    const info = box.querySelector(".info");
    const { tip, means } = box.querySelectorAll(".switch button")[which].dataset;
    Object.assign(info.dataset, { tip, means });
    info.setAttribute("aria-label", info.dataset.tip);
    setProps(partOf(box, "choice"), { data: { ...choice(box) } });
  }

  /* A link to a card brings its reader there, with the card's switch as it stood; the server says which card is meant. */
  function aim(path) {
    state.aimed = path;
    const which = Number(new URLSearchParams(location.search).get("which") || 0);
    const wanted = state.page.card;
    if (!wanted) return;
    let tries = 0;
    const wait = setInterval(() => {
      const box = [...document.querySelectorAll("[data-card]")].find((one) => one.dataset.name === wanted);
      box?.scrollIntoView({ block: "center" });
      if (++tries > 100 || (box && box.dataset.state !== "loading")) clearInterval(wait);
      if (!box || box.dataset.state === "loading") return;
      box.classList.add("aimed");
      if (which && box.querySelectorAll(".switch button")[which]) turn(box, which);
    }, 100);
  }

  /* ---- the turns of rows: those on the screen are asked for at once, all others when these are drawn ---- */

  const PATIENCE_MS = 3000; // a row that nobody answers holds up the others no longer
  const turns = { number: 0, waiting: new Set(), asked: new Set(), later: 0 };

  const turnOf = (box) => JSON.stringify([box.dataset.chart === "key" ? "key-turn" : "turn", JSON.parse(box.id).row]);

  function queue(rows) {
    turns.number += 1;
    turns.asked.clear();
    turns.waiting = new Set(rows.map(({ type, row }) => JSON.stringify([type, row])));
    if (rows.length) setTimeout(next);
  }

  function isSeen(box) {
    const { top, bottom } = box.getBoundingClientRect();
    return top < innerHeight && bottom > 0 && getComputedStyle(box).visibility !== "hidden";
  }

  function next() {
    const boxes = [...document.querySelectorAll("[data-card]")].map((box) => [turnOf(box), box]);
    const present = boxes.filter(([turn]) => turns.waiting.has(turn));
    const seen = present.filter(([, box]) => isSeen(box));
    const due = seen.length ? seen : turns.asked.size ? [] : present;
    for (const turn of new Set(due.map(([turn]) => turn))) {
      const [type, row] = JSON.parse(turn);
      turns.waiting.delete(turn);
      turns.asked.add(turn);
      setProps({ type, row }, { data: turns.number });
    }
    clearTimeout(turns.later);
    if (turns.waiting.size) turns.later = setTimeout(() => (turns.asked.clear(), next()), present.length ? PATIENCE_MS : 50);
  }

  new MutationObserver((changes) => {
    if (!turns.waiting.size) return;
    for (const { target } of changes)
      if (target.dataset.card && target.dataset.state !== "loading") turns.asked.delete(turnOf(target));
    next();
  }).observe(document.documentElement, { attributes: true, attributeFilter: ["data-state"], subtree: true });
  document.addEventListener("scroll", () => turns.waiting.size && next(), { passive: true });

  /* ---- what floats: the tip of a definition, the menu of a card ---- */

  let floating = null;

  function close() {
    floating?.remove();
    floating = null;
  }

  function float(anchor, box) {
    close();
    floating = box;
    (document.fullscreenElement || document.body).append(box);
    const at = anchor.getBoundingClientRect();
    const left = Math.min(Math.max(8, at.left + at.width / 2 - box.offsetWidth / 2), innerWidth - box.offsetWidth - 8);
    const below = at.bottom + 6 + box.offsetHeight < innerHeight;
    box.style.left = `${left}px`;
    box.style.top = `${below ? at.bottom + 6 : Math.max(8, at.top - 6 - box.offsetHeight)}px`;
  }

  function made(tag, className, words) {
    const one = document.createElement(tag);
    one.className = className;
    if (words) one.textContent = words;
    return one;
  }

  /* A panel at work is not shut by a pointer that passes a tip. */
  const busy = () => floating?.classList.contains("export-panel");

  function tip(button) {
    const box = made("div", "floating tip", button.dataset.tip);
    box.setAttribute("role", "tooltip");
    float(button, box);
  }

  function menu(button) {
    const card = button.closest("[data-card]");
    const box = made("div", "floating menu-list");
    box.setAttribute("role", "menu");
    for (const { act: what, words, icon, sizes } of state.page.menu) {
      const entry = made("button", "");
      entry.type = "button";
      entry.setAttribute("role", "menuitem");
      entry.dataset.act = what;
      entry.append(made("i", `bi bi-${icon}`), words);
      entry.addEventListener("click", () => (close(), act(card, what)));
      if (!sizes.length) {
        box.append(entry);
        continue;
      }
      const line = made("div", "sized");
      line.append(entry);
      for (const { size, words: said } of sizes) {
        const other = made("button", "size", said);
        other.type = "button";
        other.setAttribute("role", "menuitem");
        other.dataset.size = size;
        other.addEventListener("click", () => (close(), act(card, what, size)));
        line.append(other);
      }
      box.append(line);
    }
    float(button, box);
    box.querySelector("button").focus();
  }

  /* ---- what Dash calls ---- */

  /* A control that has just been made says what the server read of the address, which is no choice of the reader's. */
  function changed(key, value) {
    const known = key in state.shown;
    const differs = JSON.stringify(state.shown[key]) !== JSON.stringify(value);
    state.shown[key] = value;
    return known && differs && value !== undefined;
  }

  function ranged(query, from, to) {
    const hidden = document.querySelector(".bar .range")?.classList.contains("hidden");
    const days = [from, to].map((day) => (day || "").slice(0, 10));
    const changed = days[0] !== query.from || days[1] !== query.to;
    return !hidden && days[0] && days[1] && changed ? during(query, ...days) : query;
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    cockpit: {
      act(controls, starts, ends, selection, page) {
        state.page = page;
        state.selection = { ...selection };
        let query = { ...selection };
        for (const { prop_id, value } of window.dash_clientside.callback_context.triggered) {
          if (!prop_id.startsWith("{")) continue;
          const id = JSON.parse(prop_id.slice(0, prop_id.lastIndexOf(".")));
          if (id.type === "range") query = ranged(query, starts[0], ends[0]);
          else if (changed(id.index, value)) query = control(query, id.index, value);
        }
        choose(query);
        return window.dash_clientside.no_update;
      },

      loading(selection, cards) {
        return cards.map(() => "loading");
      },

      queue(selection, ...rows) {
        queue(rows.flat());
        return rows.map((some) => some.map(() => window.dash_clientside.no_update));
      },

      carry(selection, links, page) {
        if (state.page?.path !== page.path) state.shown = {};
        state.selection = { ...selection };
        state.page = page;
        document.title = `${page.title} · ${document.querySelector(".brand")?.textContent || ""}`;
        const carried = text(selection);
        if (state.aimed !== page.path) aim(page.path);
        return links.map((id) => (id.index === "/home" ? "/" : id.index) + carried);
      },
    },
  });

  /* Dash's calendar looks here for the words of its months and days, which are English unless told; the browser knows
     those of every language. Of date-fns' locales this is what formatting a month, a day or a year asks for. */
  window.dateFns = {
    get locale() {
      if (state.page?.lang !== "zh") return {};
      const word = (form, day) => new Intl.DateTimeFormat("zh-CN", form).format(day);
      const localize = {
        month: (month) => word({ month: "short" }, new Date(2000, month, 1)),
        day: (day) => word({ weekday: "narrow" }, new Date(2000, 0, 2 + day)), // a Sunday
      };
      return { zh: { code: "zh", localize, formatLong: {}, match: {}, options: { weekStartsOn: 1 } } };
    },
  };

  /* ---- keys, language, mode, new data ---- */

  const cookie = (name, value) => (document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax`);

  /* Plotly tells a graph of clicks on its marks; it is asked to as late as the press that precedes the click. */
  document.addEventListener(
    "pointerdown",
    (event) => {
      const graph = event.target.closest?.(".js-plotly-plot");
      if (!graph || graph.__listens) return;
      graph.__listens = true;
      graph.on("plotly_click", (click) => {
        const box = graph.closest("[data-card]");
        if (box) choose(mark({ ...state.selection }, box, click));
      });
    },
    true
  );

  for (const [come, go] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
    document.addEventListener(come, (event) => event.target.dataset?.tip && !busy() && tip(event.target));
    document.addEventListener(go, (event) => event.target.dataset?.tip && !busy() && close());
  }

  document.addEventListener("click", (event) => {
    if (floating && !floating.contains(event.target) && !event.target.dataset.tip) close();
    const opener = event.target.closest("button.menu");
    if (opener) menu(opener);
    const which = event.target.closest("[data-which]");
    if (which) turn(which.closest("[data-card]"), Number(which.dataset.which));
    const chosen = event.target.closest("[data-chip]");
    if (chosen) choose(chip({ ...state.selection }, chosen.dataset.chip));
    event.target.closest(".open-filters")?.parentElement.classList.toggle("open");
    const language = event.target.closest("#switch-language");
    if (language) {
      cookie("lang", language.dataset.lang);
      const query = new URLSearchParams(location.search);
      query.delete("lang");
      location.assign(location.pathname + (query.size ? "?" + query : ""));
    }
    if (event.target.closest("#switch-theme")) {
      const theme = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
      cookie("theme", theme);
      document.documentElement.dataset.theme = theme;
      setProps(PAGE, { data: { ...state.page, theme } });
    }
    const open = document.querySelector("details.more[open]");
    if (open && !open.contains(event.target)) open.removeAttribute("open");
  });

  document.addEventListener("keydown", (event) => {
    const writing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.isContentEditable;
    if (event.key === "Escape" && floating) return close();
    const sheet = document.querySelector("details.more[open]");
    if (event.key === "Escape" && sheet) sheet.removeAttribute("open");
    else if (event.key === "Escape" && !writing && !document.fullscreenElement) undo();
    if (event.key === "?" && !writing) float(document.querySelector(".brand"), made("div", "floating tip", state.page.keys));
    if (event.key === "/" && !writing) {
      event.preventDefault();
      if (location.pathname !== "/platforms") go("/platforms" + text(state.selection));
      const wait = setInterval(() => {
        const box = document.getElementById("search-platforms");
        if (box) {
          clearInterval(wait);
          box.focus();
        }
      }, 100);
      setTimeout(() => clearInterval(wait), 5000);
    }
  });

  document.addEventListener("input", (event) => {
    if (event.target.id !== "search-platforms") return;
    const id = { type: "grid", index: "platforms-list" };
    window.dash_ag_grid?.getApi(id)?.setGridOption("quickFilterText", event.target.value);
  });

  /* The data are asked for their version; what changed, or comes back after it was lost, is drawn anew. The wall hears of
     each answer, and asks more often. */
  function ask() {
    fetch("/api/version")
      .then((reply) => (reply.ok ? reply.json() : { version: "lost" }))
      .catch(() => ({ version: "lost" }))
      .then(({ version }) => {
        const fresh = state.version && version !== state.version;
        state.version = version;
        const stale = document.querySelector('[data-state="stale"]');
        if ((fresh || stale) && version !== "lost") setProps(SELECTION, { data: { ...state.selection } });
        document.dispatchEvent(new CustomEvent("cockpit:version", { detail: { isAlive: version !== "lost" } }));
      })
      .finally(() => setTimeout(poll, isWall() ? 3000 : 10000));
  }

  function poll() {
    if (document.hidden && !isWall()) setTimeout(poll, 10000);
    else ask();
  }

  setTimeout(poll, 0); // before anything is drawn: what is drawn later is at least as new

  /* What exports.js needs of all this. */
  window.cockpit = { state, text, go, cardOf, choice, made, float, close, take() {} };
})();
