"use strict";
// The wall: turns its slides, keeps two windows in step, tells the presenter what comes. Needs no server and fetches nothing.
(() => {
  const body = document.body;
  const slides = [...document.querySelectorAll(".deck .slide")];
  const notes = [...document.querySelectorAll(".notes")];
  const name = `wall ${body.dataset.wall}`;
  const presenter = window.name === name || location.hash === "#presenter";
  const { title } = body.dataset;
  const began = Date.now();
  // What both windows share. seconds: of turning by itself; 0 while that is off.
  const state = { at: 0, black: false, skip: false, seconds: Number(body.dataset.interval) };
  let other = null; // the window opened from here
  let timer = 0;
  let typed = "";
  let idle = 0;
  let grown = false; // full screen when the browser told last
  let shrinking = false; // full screen was ended from here, and the browser is about it
  let opening = false; // a window was just opened from full screen

  const one = (selector) => document.querySelector(selector);
  const missing = (at) => slides[at].hasAttribute("data-missing");
  const whole = () => document.fullscreenElement || document.webkitFullscreenElement;

  // The slide so many steps on; over the ends only where it turns by itself. Without another one it is the same.
  function beyond(from, step, round = false) {
    for (let at = from + step, tried = 0; tried < slides.length; at += step, tried += 1) {
      if (round) at = (at + slides.length) % slides.length;
      if (at < 0 || at >= slides.length) return from;
      if (!state.skip || !missing(at)) return at;
    }
    return from;
  }

  function draw() {
    const next = beyond(state.at, 1);
    slides.forEach((slide, at) => {
      slide.classList.toggle("now", at === state.at);
      slide.classList.toggle("next", presenter && at === next && next !== state.at);
      slide.setAttribute("aria-hidden", String(at !== state.at));
    });
    body.classList.toggle("black", state.black);
    document.title = `${title} ${state.at + 1}／${slides.length}`;
    if (presenter) drawDesk(next);
    else remember();
    clearTimeout(timer);
    if (!presenter && state.seconds && !state.black && !body.classList.contains("out")) {
      timer = setTimeout(() => change({ at: beyond(state.at, 1, true) }), state.seconds * 1000);
    }
  }

  // A reload comes back to the same slide.
  function remember() {
    try {
      history.replaceState(null, "", `#${state.at + 1}`);
    } catch {
      // A copy without an address of its own has nothing to remember it in.
    }
  }

  function drawDesk(next) {
    const now = slides[state.at];
    one(".place").textContent = `${state.at + 1}／${slides.length}${state.black ? "　黑屏中" : ""}${missing(state.at) ? "　本页没有数据" : ""}`;
    one(".after").textContent = next === state.at ? "没有下一页" : `下一页：${slides[next].querySelector(".finding").textContent}`;
    notes.forEach((text, at) => { text.hidden = at !== state.at; });
    one(".read").scrollTop = 0;
    for (const [key, on] of [["b", state.black], ["s", state.skip], ["a", state.seconds > 0]]) {
      one(`.tools [data-key="${key}"]`).setAttribute("aria-pressed", String(on));
    }
    if (state.seconds) one(".tools input").value = state.seconds;
    fit(now, 24, 60, innerWidth * 0.6, innerHeight - 130);
    const after = one(".after").getBoundingClientRect().bottom + 8;
    const used = next === state.at ? 0 : fit(slides[next], innerWidth * 0.6 + 48, after, innerWidth * 0.4 - 72, innerHeight * 0.4);
    one(".read").style.top = `${after + used + 16}px`;
  }

  function fit(slide, left, top, wide, high) {
    const scale = Math.min(wide / 1600, high / 900);
    slide.style.left = `${left}px`;
    slide.style.top = `${top}px`;
    slide.style.transform = `scale(${scale})`;
    return 900 * scale;
  }

  function clock() {
    const two = (number) => String(number).padStart(2, "0");
    const now = new Date();
    const minutes = Math.floor((Date.now() - began) / 60000);
    one(".clock").textContent = `${two(now.getHours())}:${two(now.getMinutes())}`;
    one(".gone-by").textContent = `已用\u00a0${minutes}\u00a0分钟`;
  }

  // Two ways to the other window: the channel, and for a file without an address of its own the window itself.
  const channel = "BroadcastChannel" in window ? new BroadcastChannel(name) : null;
  function tell(message) {
    const said = { wall: name, ...message };
    if (channel) channel.postMessage(said);
    for (const there of [other, window.opener]) if (there && !there.closed) there.postMessage(said, "*");
  }
  function hear(event) {
    const said = event.data;
    if (!said || said.wall !== name) return;
    if (said.ask) { tell({ state }); return; }
    if (!said.state || !slides[said.state.at]) return;
    Object.assign(state, said.state);
    draw();
  }
  if (channel) channel.onmessage = hear;
  window.addEventListener("message", hear);

  function change(what) {
    Object.assign(state, what);
    draw();
    tell({ state });
  }

  function full() {
    const root = document.documentElement;
    const ask = root.requestFullscreen || root.webkitRequestFullscreen;
    if (presenter || whole() || !ask) return;
    const asked = ask.call(root);
    if (asked) asked.catch(() => {}); // a browser that does not want to shows the slides in its window
  }

  // The presenter's window is a copy of this one, so that it opens without the server too.
  function open() {
    // Some browsers end full screen where a window opens; a key or a click brings it back.
    opening = Boolean(whole());
    setTimeout(() => { opening = false; }, 2000);
    other = window.open("", name, "width=1280,height=800");
    if (!other || other.document.body.classList.contains("presenter")) return;
    other.document.write(`<!doctype html>${document.documentElement.outerHTML}`);
    other.document.close();
  }

  function leave() {
    body.classList.add("out");
    clearTimeout(timer);
    shrink();
  }

  // Ends full screen. That takes a while, in which the reader may have come back.
  function shrink() {
    if (!whole() || shrinking) return;
    shrinking = true;
    const end = (document.exitFullscreen || document.webkitExitFullscreen).call(document);
    if (end) end.catch(() => {}).then(shrunk); // it may have been over already
  }

  function shrunk() {
    shrinking = false;
    grown = Boolean(whole());
    if (!body.classList.contains("out")) full();
  }

  function back() {
    body.classList.remove("out");
    full();
    draw();
  }

  const turn = (step) => change({ at: beyond(state.at, step), black: false });
  const asked = () => Math.min(Math.max(Number(one(".tools input").value) || 30, 3), Number(one(".tools input").max));
  const first = () => (state.skip && missing(0) ? beyond(0, 1) : 0);
  const last = () => (state.skip && missing(slides.length - 1) ? beyond(slides.length - 1, -1) : slides.length - 1);
  const next = () => turn(1);
  const previous = () => turn(-1);
  const black = () => change({ black: !state.black });
  const KEYS = {
    PageDown: next, ArrowRight: next, ArrowDown: next, PageUp: previous, ArrowLeft: previous, ArrowUp: previous,
    Home: () => change({ at: first(), black: false }), End: () => change({ at: last(), black: false }),
    b: black, ".": black, s: () => change({ skip: !state.skip }), a: () => change({ seconds: state.seconds ? 0 : asked() }),
    p: () => { if (!presenter) open(); }, f: full, F5: full, Escape: () => (presenter ? window.close() : leave()),
    continue: back, close: () => window.close(),
  };

  function press(key, shift = false) {
    if (key === " ") { (shift ? previous : next)(); return true; }
    if (key === "Enter") {
      const number = Number(typed);
      typed = "";
      if (number >= 1 && number <= slides.length) change({ at: number - 1, black: false });
      else next();
      return true;
    }
    const act = KEYS[key] || KEYS[key.toLowerCase()];
    if (act) act();
    return Boolean(act);
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.tagName === "INPUT") {
      if (event.key === "Enter") event.target.blur();
      // A clicker works while seconds are being written.
      if (!/^(Page(Up|Down)|Escape|F5)$/.test(event.key)) return;
    }
    if (/^[0-9]$/.test(event.key)) { typed = (typed + event.key).slice(-3); return; }
    if (event.target.tagName === "BUTTON" && (event.key === " " || event.key === "Enter")) return;
    if (body.classList.contains("out")) {
      if (event.key === "Escape" || event.key === "Tab") return;
      event.preventDefault();
      back();
      return;
    }
    if (press(event.key, event.shiftKey)) {
      event.preventDefault();
      // Of one press, a browser grants either a window or full screen.
      if (!/^(Escape|p)$/i.test(event.key)) full();
    }
    if (event.key !== "Enter") typed = "";
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-key]");
    if (button) {
      press(button.dataset.key);
      if (event.detail) button.blur(); // pressed with the mouse: the space bar turns on again
      return;
    }
    if (presenter || body.classList.contains("out")) return;
    if (!whole() && (document.documentElement.requestFullscreen || document.documentElement.webkitRequestFullscreen)) full();
    else next();
  });

  // Full screen that the browser ended by itself, at its own key, is left; by then it may have been asked for again.
  function resized() {
    const before = grown;
    grown = Boolean(whole());
    if (presenter) return;
    if (grown) {
      if (body.classList.contains("out")) shrink();
    } else if (shrinking) {
      if (!document.exitFullscreen) shrunk();
    } else if (opening) full();
    else if (before) leave();
  }
  document.addEventListener("fullscreenchange", resized);
  document.addEventListener("webkitfullscreenchange", resized);
  document.addEventListener("mousemove", () => {
    body.classList.remove("idle");
    clearTimeout(idle);
    idle = setTimeout(() => body.classList.add("idle"), 2000);
  });
  one(".tools input").addEventListener("change", () => { if (state.seconds) change({ seconds: asked() }); });
  window.addEventListener("resize", draw);

  body.className = presenter ? "presenter" : "idle";
  if (presenter) {
    clock();
    setInterval(clock, 1000);
  }
  const place = Number(location.hash.slice(1));
  if (place >= 1 && place <= slides.length) state.at = place - 1;
  draw();
  if (presenter) tell({ ask: true });
})();
