/* The browser half of the wall: the stage fits the screen, scenes take turns, figures count, the foot tells one thing after
   another, and the data say whether they are alive. Nothing here asks for numbers; cockpit.js and the server do. */
(function () {
  "use strict";

  if (location.pathname !== "/wall") return;

  /* The stage is this many lines high and as wide as the screen asks; what is laid out in them is enlarged by `transform`.
     The smallest type of a chart, 10, is then 16 on a screen of 1080 lines, and charts need no type of their own. */
  const LINES = 675, WIDE_LINES = 560;
  const QUIET_MS = 120000; // after a touch or key the scene stays so long
  const SIGNAL_MS = 7000;
  const COUNT_MS = 1200;

  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let wall = null, rotation = 0, words = {};
  const turn = { elapsed: 0, held: false, quietUntil: 0, isChosen: false };
  const life = { isAlive: true, since: null };

  const all = (selector) => [...wall.querySelectorAll(selector)];
  const one = (selector) => wall.querySelector(selector);

  /* ---- the stage ---- */

  function shape(aspect) {
    return aspect >= 2.9 ? "wide" : aspect >= 1.5 ? "standard" : aspect >= 1.15 ? "square" : "tall";
  }

  function fit() {
    const aspect = innerWidth / innerHeight;
    const form = shape(aspect);
    const scale = form === "tall" ? innerWidth / LINES : innerHeight / (form === "wide" ? WIDE_LINES : LINES);
    Object.assign(wall.style, {
      width: `${innerWidth / scale}px`, height: `${innerHeight / scale}px`, transform: `scale(${scale})`, visibility: "visible",
    });
    document.documentElement.style.setProperty("--stage", scale);
    wall.dataset.shape = form;
  }

  /* ---- scenes ---- */

  const scenes = () => all(".scene").map((scene) => scene.dataset.scene);
  const shown = () => wall.dataset.scene;

  function show(scene) {
    turn.elapsed = 0;
    rewind();
    progress();
    if (scene === shown()) return;
    wall.dataset.scene = scene;
    all(".scene").forEach((each) => each.classList.toggle("on", each.dataset.scene === scene));
    all("[data-show]").forEach((each) => each.classList.toggle("on", each.dataset.show === scene));
    const query = new URLSearchParams(location.search);
    query.set("scene", scene);
    history.replaceState(history.state, "", location.pathname + "?" + query.toString().replaceAll("%2C", ","));
  }

  function step(by) {
    turn.isChosen = true;
    const order = scenes();
    show(order[(order.indexOf(shown()) + by + order.length) % order.length]);
  }

  /* ---- modules without data ---- */

  const modules = (scene) => [...scene.querySelectorAll(".card")];
  const isEmpty = (card) => card.dataset.state === "empty";
  const isLoading = (scene) => modules(scene).some((card) => card.dataset.state === "loading");

  /* A scene that has next to nothing to show: it keeps its place in the bar, but does not take its turn. */
  function isBare(scene) {
    const cards = modules(scene);
    return cards.filter(isEmpty).length * 2 > cards.length;
  }

  /* The next scene that has something to show, else the next. */
  function turnOn() {
    const order = all(".scene"), at = scenes().indexOf(shown());
    const ahead = order.map((_, by) => order[(at + 1 + by) % order.length]);
    show((ahead.find((scene) => !isBare(scene)) || ahead[0]).dataset.scene);
  }

  /* What has no data leaves its room to its neighbours (wall.css); how many do is said, and on resting there which. */
  function lack() {
    for (const scene of all(".scene")) {
      const empty = modules(scene).filter(isEmpty);
      const told = scene.querySelector(".lacking");
      const text = empty.length ? words.lacking.replace("{}", empty.length) : "";
      if (told.textContent !== text) told.textContent = text;
      told.title = empty.map((card) => `${card.querySelector("h3").textContent}: ${card.querySelector(".message")?.textContent || ""}`).join("\n");
      one(`[data-show="${scene.dataset.scene}"]`).classList.toggle("bare", isBare(scene));
    }
    const full = all(".scene").filter((scene) => !isBare(scene) && !isLoading(scene));
    if (!turn.isChosen && !isPaused() && isBare(one(".scene.on")) && full.length) turnOn();
  }

  const isPaused = () => turn.held || Date.now() < turn.quietUntil;

  function rewind() {
    const bar = one(".turn i");
    bar.style.transition = "none";
    bar.style.transform = "scaleX(0)";
    bar.offsetWidth; // what stands now is where the next movement begins
    bar.style.transition = "";
  }

  /* The bar is on its way to where it will be at the next beat, so that it is full when the scene turns. */
  function progress() {
    const rotates = rotation > 0 && scenes().length > 1;
    const share = rotates ? Math.min(1, (turn.elapsed + (isPaused() ? 0 : 1)) / rotation) : 0;
    one(".turn i").style.transform = `scaleX(${share})`;
    wall.classList.toggle("paused", rotates && isPaused());
    const button = one('[data-wall="pause"]');
    button.classList.toggle("bi-pause-fill", !isPaused());
    button.classList.toggle("bi-play-fill", isPaused());
    button.hidden = !rotates;
  }

  function rotate() {
    if (!(rotation > 0) || isPaused()) return progress();
    turn.elapsed += 1;
    if (turn.elapsed >= rotation) turnOn();
    else progress();
  }

  function touched() {
    turn.quietUntil = Date.now() + QUIET_MS;
    progress();
  }

  function pause() {
    const resume = isPaused();
    turn.held = !resume;
    turn.quietUntil = 0;
    progress();
  }

  function full() {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen();
  }

  /* ---- hands: buttons, keys, remote controls ---- */

  const KEYS = {
    ArrowRight: () => step(1), PageDown: () => step(1), MediaTrackNext: () => step(1), ChannelUp: () => step(1),
    ArrowLeft: () => step(-1), PageUp: () => step(-1), MediaTrackPrevious: () => step(-1), ChannelDown: () => step(-1),
    " ": pause, MediaPlayPause: pause, MediaPlay: pause, MediaPause: pause, f: full,
  };
  const PAUSES = [pause, full];

  function key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const act = KEYS[event.key];
    if (event.key === " " && event.target.closest?.("button, a")) return touched();
    if (!PAUSES.includes(act)) touched();
    if (!act) return;
    event.preventDefault();
    act();
  }

  function press(event) {
    const scene = event.target.closest("[data-show]");
    if (scene) show(scene.dataset.show);
    if (scene) turn.isChosen = true;
    const act = event.target.closest("[data-wall]")?.dataset.wall;
    if (act) ({ previous: () => step(-1), next: () => step(1), pause, full })[act]();
  }

  /* ---- key figures count to their new value ---- */

  const counted = new Map();

  function told(number) {
    const found = (number.title || "").match(/^-?[\d,]+(\.\d+)?/);
    return found ? Number(found[0].replaceAll(",", "")) : NaN;
  }

  function count() {
    for (const box of all(".key[data-name]")) {
      const number = box.querySelector(".number");
      if (!number?.firstChild) continue;
      const before = counted.get(box.id)?.value, value = told(number);
      if (before === value) continue;
      const run = { value, final: number.firstChild.nodeValue };
      counted.set(box.id, run);
      if (before !== undefined && !calm.matches && Number.isFinite(before) && value) climb(box, number, before, run);
    }
  }

  /* The words around the number stay; only its digits run, in the unit of the new value. */
  function climb(box, number, before, run) {
    const [, lead, digits, tail] = run.final.match(/^([^\d]*)([\d,.]+)(.*)$/) || [];
    if (!digits) return;
    const goal = Number(digits.replaceAll(",", "")), places = (digits.split(".")[1] || "").length;
    const form = { minimumFractionDigits: places, maximumFractionDigits: places };
    const began = performance.now();
    const draw = (now) => {
      if (!number.isConnected || counted.get(box.id) !== run) return;
      const share = Math.min(1, (now - began) / COUNT_MS), eased = 1 - (1 - share) ** 3;
      const at = goal * (before / run.value + (1 - before / run.value) * eased);
      number.firstChild.nodeValue = share < 1 ? lead + Math.abs(at).toLocaleString("en", form) + tail : run.final;
      if (share < 1) requestAnimationFrame(draw);
    };
    requestAnimationFrame(draw);
  }

  /* ---- the foot: one signal after another, as many at once as there is room for ---- */

  function tick() {
    for (const track of all(".ticker .track")) {
      const items = [...track.children];
      if (!items.length) continue;
      const left = (at) => items[at].offsetLeft - items[0].offsetLeft;
      const hidden = track.scrollWidth - track.parentElement.clientWidth;
      const at = Number(track.dataset.first || 0);
      const next = at + 1 < items.length && left(at) < hidden ? at + 1 : 0;
      track.dataset.first = next;
      track.style.transform = `translateX(${-left(next)}px)`;
    }
  }

  /* ---- clock and life ---- */

  function span(ms) {
    const seconds = Math.round(ms / 1000);
    if (seconds < 60) return words.seconds.replace("{}", seconds);
    if (seconds < 3600) return words.minutes.replace("{}", Math.floor(seconds / 60));
    return words.hours.replace("{}", Math.floor(seconds / 3600));
  }

  function heard({ detail }) {
    life.isAlive = detail.isAlive && !one('[data-state="stale"]');
    if (life.isAlive) life.since = Date.now();
    lives();
  }

  function lives() {
    const old = life.isAlive || !life.since ? "" : span(Date.now() - life.since);
    const age = life.isAlive ? "" : old ? words.aged.replace("{}", old) : words.never;
    wall.classList.toggle("aged", !life.isAlive);
    const told = one(".age");
    if (told.textContent !== age) told.textContent = age;
    one(".alive").title = age || words.alive;
    wall.style.setProperty("--age", JSON.stringify(old && " · " + words.ago.replace("{}", old)));
  }

  function clock() {
    const now = new Date();
    const two = (number) => String(number).padStart(2, "0");
    const text = `${two(now.getHours())}:${two(now.getMinutes())}`;
    if (one(".clock").textContent !== text) one(".clock").textContent = text;
  }

  /* ---- one beat a second drives all of it ---- */

  function beat() {
    clock();
    rotate();
    lack();
    if (!life.isAlive) lives();
  }

  function begin() {
    fit();
    clock();
    count();
    progress();
    addEventListener("resize", fit);
    document.addEventListener("keydown", key);
    document.addEventListener("click", press);
    document.addEventListener("pointerdown", (event) => event.target.closest('[data-wall="pause"], [data-wall="full"]') || touched());
    document.addEventListener("cockpit:version", heard);
    document.addEventListener("cockpit:platform", () => show("portrait"));
    new MutationObserver(count).observe(one(".scenes"), { subtree: true, attributes: true, attributeFilter: ["title"], childList: true });
    setInterval(beat, 1000);
    setInterval(tick, SIGNAL_MS);
  }

  /* The stage comes with the first answer of the server. */
  const waiting = setInterval(() => {
    wall = document.querySelector(".wall");
    if (!wall) return;
    clearInterval(waiting);
    rotation = Number(wall.dataset.rotate);
    turn.isChosen = new URLSearchParams(location.search).has("scene");
    words = JSON.parse(wall.dataset.words);
    begin();
  }, 30);
})();
