/* What leaves the page: a card as a picture (drawn here), as data (made by the server), as a link; the page as a file that the
   server makes while a panel shows how far it is. The server gives every export its id and keeps its line first. */
(function () {
  "use strict";

  const { state, text, go, cardOf, choice, made, float, close } = window.cockpit;
  /* Layout in pixels, and how many times finer the pixels of a PNG are: 1920×1080, 2246×1588, 3840×2160. */
  const SIZES = { slide: [960, 540, 2], a4: [1123, 794, 2], wall: [1280, 720, 3] };
  const words = () => state.page.exports;

  const wish = (kind, more = {}) => ({
    kind, path: state.page.path, query: { ...state.selection }, lang: state.page.lang, ...more,
  });

  async function ask(method, address, body) {
    const options = { method, headers: { "Content-Type": "application/json" }, body: body && JSON.stringify(body) };
    const reply = await fetch(address, options).catch(() => null);
    const told = await reply?.json().catch(() => null);
    return reply?.ok ? told : { state: "failed", error: told?.error || words().lost, instead: told?.instead };
  }

  /* After the click that it answers, which closes whatever floats. */
  function say(sentence, anchor) {
    const tip = made("div", "floating tip", sentence);
    setTimeout(() => float(anchor, tip));
    setTimeout(() => tip.isConnected && close(), 4000);
  }

  /* What the browser does not copy, the reader can: it stands there selected. */
  function offer(sentence, words, anchor) {
    const tip = made("div", "floating tip", sentence);
    const field = made("input", "");
    Object.assign(field, { value: words, readOnly: true });
    field.setAttribute("aria-label", sentence);
    tip.append(field);
    setTimeout(() => (float(anchor, tip), field.select()));
  }

  /* ---- one card ---- */

  function take(box, what, size) {
    const anchor = box.querySelector("button.menu");
    const card = box.dataset.name;
    if (what === "csv" || what === "xlsx") {
      const query = { ...state.selection, path: state.page.path, card, which: choice(box).which, lang: state.page.lang };
      location.assign(`/api/card.${what === "csv" ? "zip" : what}${text(query)}`);
    } else if (what === "link") {
      copyLink(box, anchor);
    } else if (what === "task") {
      giveTask(box);
    } else if (what === "copy") {
      copyPicture(box, anchor);
    } else {
      picture(box, what, size).then(keep, (error) => say(error.message, anchor));
    }
  }

  function keep({ href, name }) {
    const link = document.createElement("a");
    link.href = href;
    link.download = name;
    link.click();
  }

  /* What reopens exactly this card. */
  function linkTo(box) {
    const which = choice(box).which;
    return location.pathname + text({ ...state.selection, card: box.dataset.name, ...(which ? { which } : {}) });
  }

  /* A task says what it is about in the words of the card: its title, its number, and what was chosen. */
  function giveTask(box) {
    const words = (selector) => [...box.querySelectorAll(selector)].map((one) => one.textContent.trim());
    const chosen = [...document.querySelectorAll(".bar .state .told, .bar .state .chip")].map((one) => one.textContent.trim());
    const subject = [state.page.title, ...words("h3"), ...words(".meta, .value"), ...chosen].filter(Boolean).join(" · ");
    go("/tasks" + text({ subject, href: linkTo(box) }));
  }

  function copyLink(box, anchor) {
    const link = `${location.origin}${linkTo(box)}&lang=${state.page.lang}`;
    const done = navigator.clipboard?.writeText(link);
    (done || Promise.reject()).then(() => say(words().copied, anchor), () => offer(words().denied, link, anchor));
  }

  /* The clipboard is asked within the click, and waits for the picture. */
  function copyPicture(box, anchor) {
    if (!window.ClipboardItem || !navigator.clipboard?.write) return say(words().undrawn, anchor);
    const blob = picture(box, "png", "slide", "copy").then(({ href }) => fetch(href)).then((reply) => reply.blob());
    navigator.clipboard
      .write([new ClipboardItem({ "image/png": blob })])
      .then(() => say(words().copied, anchor), () => say(words().undrawn, anchor));
  }

  function wrapped(sentence, most) {
    const lines = [];
    let line = "", width = 0;
    for (const sign of sentence) {
      width += sign.charCodeAt(0) > 255 ? 2 : 1;
      if (width > most) {
        lines.push(line);
        line = "";
        width = sign.charCodeAt(0) > 255 ? 2 : 1;
      }
      line += sign;
    }
    return [...lines, line].join("<br>");
  }

  /* A picture carries what makes it true elsewhere: title, filters, definition, source, as-of; and who took it, under which id. */
  async function picture(box, format, size, kind = format) {
    const graph = box.querySelector(".js-plotly-plot");
    if (!graph?._fullLayout) throw new Error(words().failed);
    const export_ = await ask("POST", "/api/exports", wish(kind, { card: box.dataset.name }));
    if (export_.state === "failed") throw new Error(export_.error);
    const style = getComputedStyle(document.documentElement);
    const colour = (token) => style.getPropertyValue(token).trim();
    const shown = box.querySelector(".switch .on")?.textContent;
    const beside = [shown, box.querySelector(".meta").textContent].filter(Boolean).join(" ");
    const title = box.querySelector("h3").textContent + (beside ? ` · ${beside}` : "");
    const subject = [state.page.title, document.querySelector(".who h1")?.textContent].filter(Boolean);
    const chosen = [...document.querySelectorAll(".state .told, .state .chip")].map((one) => one.textContent);
    const told = [...subject, ...chosen].join(" · ");
    const badge = [...document.querySelectorAll("#as-of span:not(.as-of)")].map((one) => one.textContent).join(" · ");
    const foot = [...box.querySelectorAll("footer span")].map((one) => one.textContent).join(" · ");
    const means = box.querySelector(".info").dataset.means.split("\n");
    const mark = `${export_.who} · ${export_.id}`;
    const [wide, high, finer] = SIZES[size] || [Math.max(graph.offsetWidth, 480), 0, 2];
    const most = Math.floor(wide / 6);
    const margin = graph._fullLayout.margin;
    const note = (text, y, fontSize, color, yanchor, shift) => ({
      text, showarrow: false, xref: "paper", yref: "paper", x: 0, y, xanchor: "left", yanchor, align: "left",
      font: { size: fontSize, color }, xshift: 12 - margin.l, yshift: shift,
    });
    const below = [...means, `${badge} · ${foot}`, mark].map((line) => wrapped(line, most)).join("<br>");
    const room = below.split("<br>").length * 14 + 18;
    const height = high || graph.offsetHeight + 56 + room;
    const across = {
      text: mark, showarrow: false, xref: "paper", yref: "paper", x: 0.5, y: 0.5, textangle: -20, opacity: 0.1,
      font: { size: Math.round(wide / 32), color: colour("--ink") },
    };
    const layout = {
      ...graph.layout,
      width: wide, height,
      margin: { ...graph.layout.margin, l: margin.l, r: margin.r, t: margin.t + 56, b: margin.b + room },
      paper_bgcolor: colour("--surface"),
      annotations: [
        ...(graph.layout.annotations || []),
        across,
        note(`<b>${title}</b>`, 1, 16, colour("--ink"), "bottom", margin.t + 26),
        note(wrapped(told, most), 1, 11, colour("--muted"), "bottom", margin.t + 8),
        note(below, 0, 10, colour("--muted"), "top", -margin.b - 8),
      ],
    };
    const scale = format === "png" ? finer : 1;
    const href = await window.Plotly.toImage({ data: graph.data, layout }, { format, width: wide, height, scale });
    return { href, name: `${title}-${export_.id}.${format}` };
  }

  /* ---- the page ---- */

  const panels = { box: null, job: null, timer: null };

  function choices() {
    const turned = [...document.querySelectorAll("[data-card]")].filter((card) => card.__choice?.which);
    return Object.fromEntries(turned.map((card) => [card.dataset.name, card.__choice.which]));
  }

  function panel(button) {
    const box = made("div", "floating export-panel");
    box.setAttribute("role", "dialog");
    box.setAttribute("aria-label", button.title);
    box.append(made("h3", "", button.title));
    for (const { kind, words: said } of words().kinds) {
      const entry = made("button", "", said);
      entry.type = "button";
      entry.dataset.kind = kind;
      entry.addEventListener("click", () => start(box, kind));
      box.append(entry);
    }
    const job = made("div", "job");
    job.setAttribute("role", "status");
    box.append(job, made("div", "kept"));
    panels.box = box;
    float(button, box);
    box.querySelector("button").focus();
    listed(box);
    if (panels.job) follow(panels.job); // a panel that was shut finds its job again
  }

  async function listed(box) {
    const told = await ask("GET", `/api/frozen${text({ path: state.page.path })}`);
    if (!told.frozen?.length) return;
    const list = box.querySelector(".kept");
    list.replaceChildren(made("h4", "", words().frozen));
    for (const { id, created_at: at } of told.frozen) {
      const link = made("a", "", `${at} · ${id.slice(-6)}`);
      link.href = `/frozen/${id}`;
      link.target = "_blank";
      list.append(link);
    }
  }

  async function start(box, kind) {
    if (kind === "print") {
      const told = await ask("POST", "/api/exports", wish("print"));
      if (told.state === "failed") return show(box, told);
      close();
      document.documentElement.dataset.mark = `${told.who} · ${told.id}`;
      return window.print();
    }
    follow(await ask("POST", "/api/exports", wish(kind, { choices: choices() })));
  }

  function follow(told) {
    panels.job = told;
    show(panels.box, told);
    clearTimeout(panels.timer);
    if (told.state !== "waiting" && told.state !== "running") {
      if (told.kind === "frozen" && told.state === "done") listed(panels.box);
      return;
    }
    panels.timer = setTimeout(async () => follow(await ask("GET", `/api/exports/${told.id}`)), 400);
  }

  function show(box, told) {
    const job = box.querySelector(".job");
    job.dataset.state = told.state;
    job.replaceChildren(made("p", "", told.error || words()[told.state]));
    if (told.state === "waiting" || told.state === "running") {
      const bar = document.createElement("progress");
      if (told.total) Object.assign(bar, { max: told.total, value: told.done });
      const stop = made("button", "cancel", words().cancel);
      stop.type = "button";
      stop.addEventListener("click", () => ask("DELETE", `/api/exports/${told.id}`));
      job.append(bar, stop);
    }
    if (told.instead) {
      const instead = made("button", "instead", words().kinds.find(({ kind }) => kind === told.instead).words);
      instead.type = "button";
      instead.addEventListener("click", () => start(box, told.instead));
      job.append(instead);
    }
    if (told.href) {
      const link = made("a", "ready", words()[told.kind === "frozen" ? "open" : "download"]);
      link.href = told.href;
      if (told.kind === "frozen") link.target = "_blank";
      else link.download = told.name;
      job.append(link);
    }
  }

  /* Whoever prints by the browser's keys or menu has an id too. It is made here, since paper waits for no answer; its line follows. */
  function marked() {
    const { dataset } = document.documentElement;
    if (dataset.mark || !state.page?.exports) return;
    const letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"; // 32 of them, so that a byte of chance tells one as often as another
    const chance = [...crypto.getRandomValues(new Uint8Array(6))].map((byte) => letters[byte % 32]).join("");
    const now = new Date(Date.now() - 6e4 * new Date().getTimezoneOffset()).toISOString().replace(/[-:]/g, "");
    dataset.mark = `${now.slice(0, 8)}-${now.slice(9, 15)}-${chance}`;
    const line = JSON.stringify(wish("print", { id: dataset.mark }));
    navigator.sendBeacon("/api/exports", new Blob([line], { type: "application/json" }));
  }

  /* Two narrow cards share a row of paper; one that has no neighbour takes the row. */
  function spread(grid) {
    const cards = [...grid.children].filter((card) => card.offsetHeight);
    const isWide = (card) => !card || card.offsetWidth > grid.offsetWidth * 0.6;
    for (const card of cards) card.classList.remove("alone");
    for (let place = 0; place < cards.length; place += 1) {
      if (isWide(cards[place])) continue;
      if (isWide(cards[place + 1])) cards[place].classList.add("alone");
      else place += 1;
    }
  }

  /* A chart does not bend with the paper by itself: each is drawn at the width that it has there, and back afterwards. */
  const graphs = () => document.querySelectorAll(".card .js-plotly-plot");
  window.addEventListener("beforeprint", () => {
    marked();
    document.documentElement.classList.add("paper");
    for (const grid of document.querySelectorAll(".page .grid")) spread(grid);
    for (const graph of graphs()) {
      const { clientWidth: width, clientHeight: height } = graph.parentElement;
      if (graph._fullLayout) window.Plotly.relayout(graph, { width, height });
    }
  });
  window.addEventListener("afterprint", () => {
    delete document.documentElement.dataset.mark;
    document.documentElement.classList.remove("paper");
    for (const graph of graphs()) if (graph._fullLayout) window.Plotly.relayout(graph, { width: null, height: null, autosize: true });
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("#export-page");
    if (button) panel(button);
  });

  window.cockpit.take = take;
})();
