// The agenda. data: see components/agenda/editor.py, Sheet; every change is sent at once, and the answer numbered alike.

const STARTED = "consortium-atlas wall"; // which snapshot the wall was started of in this tab
const PAUSE = 500; // how long nothing is typed before a note is sent
const LONGEST = 2000; // characters of a note
const KEYS = "放映窗口中单击或翻页即全屏：翻页笔、方向键、空格翻页，B 黑屏，A 自动翻页，S 跳过没有数据的页，P 演讲者窗口，Esc 离开";

function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name in made) made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

class Sheet {
  constructor(root) {
    this.root = root;
    this.number = ""; // of the message sent last
    this.composing = false;
    this.waiting = []; // windows to be shown the wall once it has an address
    root.replaceChildren(
      (this.head = make("div", { className: "head" })),
      (this.news = make("p", { className: "news", role: "status" })),
      (this.said = make("p", { className: "said", role: "status" })),
      make("p", { className: "keys", textContent: KEYS }),
      (this.list = make("ol", { className: "list" })),
      (this.foot = make("div", { className: "foot" })),
    );
  }

  get pending() { return Boolean(this.timer) || this.composing || (this.number && this.data.answered !== this.number); }

  update(data, answer) {
    Object.assign(this, { data, answer });
    if (this.pending) return; // an answer to an earlier message: a later one is on its way
    Object.assign(this, { interval: data.interval, name: data.name, whatIf: data.what_if });
    // The small slides are left alone where they are the same: drawn anew they would flicker.
    const same = JSON.stringify(data.rows) === JSON.stringify(this.rows) && this.list.children.length === data.rows.length;
    this.rows = same ? this.rows : data.rows.map((row) => ({ ...row }));
    this.draw(!same);
    for (const { window: there, end } of this.waiting.splice(0)) there.location.replace(data.wall + end);
  }

  send(usual = false) {
    clearTimeout(this.timer);
    this.timer = 0;
    this.number = `${Date.now()}.${Math.random()}`;
    const items = this.rows.map(({ id, scope, note, shown }) => ({ id, scope, note, shown }));
    const { name, interval, whatIf } = this;
    this.answer("changed", { number: this.number, agenda: usual ? null : { name, interval, items, what_if: whatIf } });
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), PAUSE);
  }

  // Draw, and leave the focus on what has it, though it is drawn anew.
  draw(list = true) {
    const active = this.root.getRootNode().activeElement;
    const key = this.root.contains(active) ? active.dataset.key : "";
    const place = key && active.tagName === "TEXTAREA" ? active.selectionStart : null;
    this.drawHead();
    this.drawNews();
    if (list) this.list.replaceChildren(...this.rows.map((row, at) => this.card(row, at)));
    this.drawFoot();
    const again = key && [...this.root.querySelectorAll("[data-key]")].find((each) => each.dataset.key === key);
    if (!again) return;
    again.focus({ preventScroll: true });
    if (place !== null) again.setSelectionRange(place, place);
  }

  button(words, press, more = {}) {
    const made = make("button", { type: "button", textContent: words, onclick: press, ...more });
    made.dataset.key = more.ariaLabel ?? words;
    return made;
  }

  drawHead() {
    const { data } = this;
    const start = this.link("开始放映", "", "primary");
    const desk = this.link("演讲者窗口", "#presenter", "");
    const seconds = make("select", { ariaLabel: "自动翻页", onchange: (event) => { this.interval = Number(event.target.value); this.send(); } });
    seconds.dataset.key = "interval";
    const offered = [...new Set([0, 10, 15, 20, 30, 60, this.interval])].filter((each) => each <= data.longest).sort((one, other) => one - other);
    seconds.append(...offered.map((each) => make("option", { value: each, selected: each === this.interval, textContent: each ? `自动翻页，每 ${each} 秒` : "手动翻页" })));
    this.head.replaceChildren(start, desk, seconds);
    if (data.scenario) {
      const which = make("select", { ariaLabel: "放映内容", onchange: (event) => { this.whatIf = event.target.value === "1"; this.send(); } });
      which.dataset.key = "scenario";
      which.append(make("option", { value: "0", textContent: "放映现状", selected: !this.whatIf }), make("option", { value: "1", textContent: `放映情景：${data.scenario}`, selected: this.whatIf }));
      this.head.append(which);
    }
    if (data.changed) this.head.append(this.button("恢复常用议程", () => this.send(true), { className: "plain" }));
  }

  // The wall that was started stays what it was; that there is other data now is said here.
  drawNews() {
    const began = JSON.parse(sessionStorage.getItem(STARTED) ?? "null");
    const { snapshot } = this.data;
    this.news.textContent = began && began.snapshot !== snapshot
      ? `${began.place}放映的是数据快照 ${began.snapshot}，现已发布 ${snapshot}。已打开的放映不变；要放映新数据，请重新开始放映。` : "";
  }

  link(words, end, kind) {
    const made = make("a", { textContent: words, className: kind, target: "_blank" });
    made.dataset.key = words;
    if (this.data.wall) made.href = this.data.wall + end;
    else made.setAttribute("aria-disabled", "true");
    made.onclick = (event) => {
      if (!this.data.wall) return;
      if (this.pending) {
        // What was just written belongs to the wall: its window waits for the address.
        event.preventDefault();
        if (this.timer) this.send();
        const there = window.open("", "_blank");
        if (there) this.waiting.push({ window: there, end });
      }
      sessionStorage.setItem(STARTED, JSON.stringify({ snapshot: this.data.snapshot, place: this.data.place }));
      this.drawNews();
    };
    return made;
  }

  card(row, at) {
    const called = `${row.place} ${row.name}`;
    // A slide may stand in the agenda more than once.
    const before = this.rows.slice(0, at).filter((each) => each.id === row.id && each.scope === row.scope).length;
    const key = `${row.id} ${row.scope} ${before}`;
    const number = this.rows.slice(0, at + 1).filter((each) => each.shown).length;
    const check = make("input", { type: "checkbox", checked: row.shown, onchange: (event) => { row.shown = event.target.checked; this.draw(); this.send(); } });
    check.dataset.key = `shown ${key}`;
    const words = make("label", { className: "name" }, check, make("span", { textContent: `${row.shown ? `${number}．` : ""}${called}` }));
    if (row.missing) words.append(make("em", { textContent: "无数据" }));
    const over = make("p", { className: "said", role: "status" });
    const written = ({ target, isComposing = false }) => {
      if (isComposing) return;
      const more = target.value.length - LONGEST;
      if (more > 0) target.value = target.value.slice(0, LONGEST);
      over.textContent = more > 0 ? `备注最多\u00a0${LONGEST}\u00a0字，多出的\u00a0${more}\u00a0字没有收进来` : "";
      row.note = target.value;
      this.later();
    };
    const note = make("textarea", { rows: 2, value: row.note, placeholder: "备注（演讲者窗口可见）", ariaLabel: `${called}的备注`, oninput: written });
    // Nothing is sent, and nothing drawn, while characters are being put together.
    note.addEventListener("compositionstart", () => { this.composing = true; });
    note.addEventListener("compositionend", ({ target }) => { this.composing = false; written({ target }); });
    note.dataset.key = `note ${key}`;
    const move = (text, label, off, to) => {
      const made = this.button(text, () => this.move(at, to), { ariaLabel: `${called}${label}`, title: label, disabled: off });
      made.dataset.key = `${label} ${key}`;
      return made;
    };
    const tools = make("span", { className: "tools" }, move("←", "前移", at === 0, at - 1), move("→", "后移", at === this.rows.length - 1, at + 1));
    const picture = row.picture ? make("img", { src: row.picture, alt: `${called}缩略图`, loading: "lazy", width: 480, height: 270, draggable: false }) : make("span", { className: "none" });
    const card = make("li", { draggable: true }, picture, make("div", { className: "line" }, words, tools), note, over);
    card.classList.toggle("off", !row.shown);
    card.ondragstart = (event) => { event.dataTransfer.setData("text/plain", String(at)); this.dragged = at; };
    card.ondragover = (event) => { if (this.dragged !== undefined) event.preventDefault(); };
    card.ondrop = (event) => { event.preventDefault(); if (this.dragged !== undefined && this.dragged !== at) this.move(this.dragged, at); };
    card.ondragend = () => { delete this.dragged; };
    // A note is selected with the mouse, and so must not move its card.
    note.onfocus = () => { card.draggable = false; };
    note.onblur = () => { card.draggable = true; };
    return card;
  }

  move(from, to) {
    this.rows.splice(to, 0, ...this.rows.splice(from, 1));
    this.draw();
    this.send();
  }

  drawFoot() {
    const { data } = this;
    const choice = (label, names) => {
      const made = make("select", { ariaLabel: label });
      made.append(...names.map(([value, textContent]) => make("option", { value, textContent })));
      return made;
    };
    const subject = choice("加哪一页", data.subjects);
    const place = choice("哪里的", data.places);
    const add = this.button("加一页", () => {
      const [id, scope] = [subject.value, place.value];
      if (this.rows.some((row) => row.id === id && row.scope === scope)) { this.tell("这一页已在议程中"); return; }
      this.rows.push({ id, scope, name: new Map(data.subjects).get(id), place: new Map(data.places).get(scope), note: "", shown: true, missing: false, picture: "" });
      this.draw();
      this.send();
    });
    const file = make("input", { type: "file", accept: ".json,application/json", hidden: true, onchange: async (event) => {
      const [chosen] = event.target.files;
      event.target.value = "";
      if (!chosen) return;
      if (chosen.size > 400000) { this.tell(`“${chosen.name}”没有打开：文件太大，不是议程文件`); return; }
      this.answer("opened", { name: chosen.name, text: await chosen.text(), number: Date.now() });
    } });
    const links = data.files.map(([words, address, name]) => make("a", { href: address, download: name, textContent: words }));
    this.foot.replaceChildren(
      make("span", { className: "group" }, subject, place, add),
      make("span", { className: "group" }, ...links, this.button("打开议程文件", () => file.click(), { className: "plain" }), file, ...(data.linked ? [make("a", { href: data.export, target: "_self", textContent: "按此议程导出材料" })] : [])),
    );
    this.tell(data.linked ? "" : "备注太长，链接放不下这份议程：刷新或换一个窗口就没有了，请存成议程文件；要按它导出材料，请从上方菜单进入“材料导出”");
  }

  tell(words) { this.said.textContent = words; }
}

const sheets = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".agenda");
  if (!sheets.has(root)) {
    const made = new Sheet(root);
    sheets.set(root, made);
    const look = () => {
      if (!root.isConnected) document.removeEventListener("visibilitychange", look);
      else if (!document.hidden && sessionStorage.getItem(STARTED) && !made.pending) made.answer("looked", Date.now());
    };
    document.addEventListener("visibilitychange", look);
  }
  const text = typeof data === "string" ? data : new TextDecoder().decode(data);
  sheets.get(root).update(JSON.parse(text), setTriggerValue);
}
