// Runs in every page before anything else: keeps the time of the last thing that happened, so that "settled" can be
// told to the millisecond, without waiting a fixed time. Read by tests/browser/watching.py and benchmarks/clicks.py.
(() => {
  const seen = { last: performance.now(), asked: 0, owed: new Set(), message: 0, change: 0, draw: 0, received: 0, awaited: 0, frames: 0,
    clicked: null, pixels: 0, painting: 0, painted: 0 };
  window.__seen = seen;
  const now = (what) => { seen.last = performance.now(); seen.frames = 0; if (what) seen[what] = seen.last; };
  // Frames since: on a machine short of breath, time alone would pass before the page has had its turn.
  const count = () => { seen.frames += 1; requestAnimationFrame(count); };
  requestAnimationFrame(count);

  // What the page and the server say to each other, by the numbers of Streamlit's messages (BackMsg and ForwardMsg): a
  // run is asked for and one begins, places for files are asked for and told. A heartbeat says nothing about the page.
  const ANSWER = new Map([[11, 4], [16, 19]]);
  const fields = (bytes) => {
    const found = new Set();
    let at = 0;
    const number = () => {
      let value = 0, factor = 1;
      for (;;) {
        const byte = bytes[at++];
        value += (byte & 127) * factor;
        if (byte < 128 || at >= bytes.length) return value;
        factor *= 128;
      }
    };
    while (at < bytes.length) {
      const tag = number();
      found.add(tag >>> 3);
      const kind = tag & 7;
      if (kind === 0) number();
      else at += kind === 2 ? number() : kind === 1 ? 8 : 4;
    }
    return found;
  };
  const view = (data) => (data instanceof ArrayBuffer ? new Uint8Array(data) : data);
  const Socket = window.WebSocket;
  window.WebSocket = class extends Socket {
    constructor(...args) {
      super(...args);
      this.addEventListener("message", (event) => {
        const data = event.data;
        seen.received += data.byteLength ?? data.size ?? data.length;
        now("message");
        if (data instanceof ArrayBuffer) for (const one of fields(view(data))) seen.owed.delete(one);
      });
    }
    send(data) {
      now();
      if (typeof data !== "string") for (const one of fields(view(data))) {
        if (!ANSWER.has(one)) continue;
        seen.asked += 1;
        seen.owed.add(ANSWER.get(one));
      }
      return super.send(data);
    }
  };

  // What the page asks for by itself, such as a layer of the map: nothing is settled while an answer is awaited.
  const ask = window.fetch;
  window.fetch = async (...args) => {
    seen.awaited += 1;
    now();
    try {
      const response = await ask(...args);
      await response.clone().arrayBuffer(); // the whole of it, not only its head
      return response;
    } finally {
      seen.awaited -= 1;
      now();
    }
  };

  const post = XMLHttpRequest.prototype.send; // files that are sent
  XMLHttpRequest.prototype.send = function (...args) {
    seen.awaited += 1;
    now();
    this.addEventListener("loadend", () => { seen.awaited -= 1; now(); });
    return post.apply(this, args);
  };

  // What the page draws: nodes and text (not the status widget, whose icon is always in motion) and WebGL.
  const counts = (node) => {
    const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
    return !element?.closest?.('[data-testid="stStatusWidget"]');
  };
  const observer = new MutationObserver((records) => {
    if (records.some((r) => counts(r.target) && [...r.addedNodes, ...r.removedNodes].every(
      (n) => n.dataset?.testid !== "stStatusWidget"))) now("change");
  });
  const watch = (root) => observer.observe(root, {
    childList: true, characterData: true, subtree: true, attributes: true, attributeFilter: ["data-stale"],
  });
  watch(document);
  const attach = Element.prototype.attachShadow; // our own components draw inside shadow roots
  Element.prototype.attachShadow = function (options) {
    const root = attach.call(this, options);
    watch(root);
    return root;
  };
  // Drawing only tells the graphics card what to do, and where there is none the work begins then: a fence behind the
  // calls of one turn says when their pixels are there.
  const fenced = new Set();
  const fence = (gl) => {
    if (!gl.fenceSync || fenced.has(gl)) return;
    fenced.add(gl);
    seen.painting += 1;
    queueMicrotask(() => {
      fenced.delete(gl);
      const sync = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
      gl.flush();
      const look = () => {
        if (sync && !gl.isContextLost() && gl.getSyncParameter(sync, gl.SYNC_STATUS) !== gl.SIGNALED) {
          setTimeout(look, 4);
          return;
        }
        gl.deleteSync(sync);
        seen.painting -= 1;
        seen.painted += 1;
        seen.pixels = performance.now();
      };
      setTimeout(look, 4);
    });
  };
  for (const kind of ["WebGLRenderingContext", "WebGL2RenderingContext"]) {
    const prototype = window[kind]?.prototype;
    for (const name of ["drawArrays", "drawElements", "drawArraysInstanced", "drawElementsInstanced"]) {
      const draw = prototype?.[name];
      if (draw) prototype[name] = function (...args) { now("draw"); fence(this); return draw.apply(this, args); };
    }
  }
  // The press, not the click: some controls choose when the button goes down.
  addEventListener("pointerdown", () => { seen.clicked = performance.now(); now(); }, { capture: true });
  addEventListener("change", () => now(), { capture: true });
})();
