// The panel. data: {offer, rows, presets, base, answered, picked, undoable, wall}; see components/changes/editor.py.
const offers = new Map();

function offered(url) {
  if (!offers.has(url)) {
    offers.set(url, fetch(url).then((answer) => {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    }).catch((error) => { offers.delete(url); throw error; }));
    if (offers.size > 8) offers.delete(offers.keys().next().value);
  }
  return offers.get(url);
}

class Panel {
  constructor(root) {
    this.root = root;
    this.drafts = new Drafts();
    this.values = {}; // what stands in the form, by form and field, so that another kind can be looked at meanwhile
    this.editing = null; // place in the list of what stands in the form; null: a new one
    this.touched = false; // whether the form holds something that is not in the list
    this.said = "";
    root.replaceChildren(
      (this.presets = make("div", { className: "presets", role: "group", ariaLabel: "常用调整" })),
      (this.groups = make("div", { className: "pills groups", role: "group", ariaLabel: "调整哪一方面" })),
      (this.kinds = make("div", { className: "pills kinds", role: "group", ariaLabel: "怎样调整" })),
      (this.form = make("div", { className: "form" })),
      (this.foot = make("div", { className: "foot" })),
      (this.head = make("h4")),
      (this.list = make("ol", { className: "list", tabIndex: -1 })),
    );
    this.form.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing || event.target.tagName !== "INPUT") return;
      event.preventDefault();
      if (!event.target.enter?.()) this.take();
    });
  }

  update(data, held, answer) {
    const again = this.held === held;
    Object.assign(this, { data, answer, held });
    this.root.classList.toggle("wall", data.wall);
    if (!again) this.offer = new Offer(held);
    for (const row of data.rows) for (const [code, name] of Object.entries(row.known)) this.offer.known.set(code, name);
    const before = [this.kind, this.editing].join();
    const came = this.drafts.reconcile(data);
    if (came === "taken") Object.assign(this, { editing: null, said: "" });
    if (came === "wrong") this.said = "没有计算：先改好标▲的";
    if (!this.offer.forms.has(this.kind)) this.kind = held.forms[0].kind;
    const pick = data.picked && data.picked[0] !== this.picked;
    if (pick) this.pick(data.picked[0]);
    // The form is left alone where it can be: somebody may be writing in it.
    this.draw(!again || pick || before !== [this.kind, this.editing].join());
    if (pick && this.picked !== undefined) this.form.scrollIntoView({ block: "nearest" });
    this.picked = data.picked?.[0] ?? null;
  }

  // An institution was picked on the map: it goes into the first field of a form that can hold it.
  pick(code) {
    const kind = [this.kind, ...this.offer.forms.keys()].find((each) => this.offer.holder(each, code));
    if (!kind) return;
    if (kind !== this.kind) this.editing = null;
    this.kind = kind;
    this.offer.place(kind, code, this.written());
    this.touched = true;
  }

  written() { return (this.values[this.kind] ??= this.offer.blank(this.kind)); }

  // Draw, and leave the focus on what has it, though it is drawn anew.
  draw(form = true) {
    const active = this.root.getRootNode().activeElement;
    const key = this.root.contains(active) ? active.dataset.key || active.id : "";
    if (form) {
      this.drawKinds();
      this.drawForm();
    }
    this.drawPresets();
    this.drawFoot();
    this.drawList();
    if (key && !active.isConnected) this.focus(key);
  }

  focus(key) {
    const all = [...this.root.querySelectorAll("[data-key], [id]")];
    all.find((each) => (each.dataset.key || each.id) === key)?.focus({ preventScroll: true });
  }

  button(words, press, more = {}) {
    const made = make("button", { type: "button", textContent: words, onclick: press, ...more });
    made.dataset.key = more.ariaLabel ?? words;
    return made;
  }

  drawPresets() {
    const buttons = this.data.presets.map((preset) => this.button(preset.words, () => {
      const rows = preset.rows.map((row) => ({ ...row, words: this.offer.sentence(row.form, row.values) }));
      this.drafts.become([...this.drafts.all, ...rows]);
      this.changed(`已加入\u00a0${rows.length}\u00a0项`);
    }, { title: preset.detail }));
    this.presets.hidden = !buttons.length;
    this.presets.replaceChildren(make("b", { textContent: "常用" }), make("div", {}, ...buttons));
  }

  drawKinds() {
    const forms = [...this.offer.forms.values()];
    const current = this.offer.forms.get(this.kind);
    const pill = (words, kind, on) => this.button(words, () => {
      Object.assign(this, { kind, editing: null, touched: false, said: "" });
      this.draw();
    }, { ariaPressed: String(on) });
    const groups = [...new Set(forms.map((form) => form.group))];
    this.groups.replaceChildren(...groups.map((group) => pill(group, forms.find((form) => form.group === group).kind, group === current.group)));
    const own = forms.filter((form) => form.group === current.group);
    this.kinds.replaceChildren(...own.map((form) => pill(form.label, form.kind, form.kind === this.kind)));
  }

  drawForm() {
    const form = this.offer.forms.get(this.kind);
    this.fields = new Fields(this.offer, form, this.written(), () => {
      if (this.touched) return;
      this.touched = true;
      this.drawFoot();
    });
    const actions = make("div", { className: "actions" },
      this.button(this.editing === null ? "加入" : "改好", () => this.take(), { className: "add" }));
    if (this.editing !== null) {
      actions.append(this.button("不改了", () => {
        Object.assign(this, { editing: null, touched: false, said: "" });
        delete this.values[this.kind];
        this.draw();
      }), make("span", { className: "said", textContent: `正在改第\u00a0${this.editing + 1}\u00a0项` }));
    }
    if (this.data.picked && form.fields.some((field) => this.written()[field.name] === this.data.picked[0])) {
      actions.append(make("span", { className: "said", textContent: `已在地图上选中：${this.data.picked[1]}` }));
    }
    this.form.replaceChildren(...this.fields.elements, actions);
  }

  // Put what stands in the form into the list; where it cannot be, it is said beside the fields why.
  take() {
    if (!this.fields.sound()) return false;
    const values = structuredClone(this.written());
    const edited = this.editing !== null;
    this.drafts.put(this.editing, { form: this.kind, values, words: this.offer.sentence(this.kind, values) });
    Object.assign(this, { editing: null, touched: false });
    // The next one is likely like this one: who sends, the title and the term stay, who receives does not.
    const { fields } = this.offer.forms.get(this.kind);
    const next = fields.find((field) => field.of) ?? fields[0];
    if (next.kind === "one" || next.kind === "many") this.written()[next.name] = next.kind === "many" ? [] : null;
    this.changed(edited ? "已改好" : "已加入，可继续加", !edited);
    this.focus(`change-${next.name}`);
    return true;
  }

  // The list was edited: what was being edited in the form may stand elsewhere now.
  changed(words = "", end = true) {
    this.said = words;
    this.draw();
    if (end) this.list.scrollTop = this.list.scrollHeight;
  }

  calculate() {
    // Where nothing else is to be calculated, or a change is being edited, what stands in the form is meant.
    if (this.touched && (this.editing !== null || !this.drafts.pending) && !this.take()) return;
    this.said = this.touched ? "表单里的一项没有加入" : "正在计算……";
    this.answer("calculated", this.drafts.message());
    this.drawFoot();
  }

  drawFoot() {
    const { drafts, touched } = this;
    const done = !drafts.pending && !touched;
    const calculate = this.button(done && drafts.all.length ? "已计算" : "计算", () => this.calculate(), { className: "primary", disabled: done });
    const undo = this.button("撤销", () => {
      if (!drafts.steps.length) { this.answer("undone", Date.now()); return; }
      drafts.undo();
      this.editing = null;
      this.changed("", false);
    }, { disabled: !drafts.steps.length && !this.data.undoable });
    const clear = this.button("清空", () => {
      drafts.become([]);
      this.editing = null;
      this.changed("按“撤销”可取回");
    }, { disabled: !drafts.all.length });
    this.foot.replaceChildren(calculate, undo, clear, make("span", { className: "said", role: "status", textContent: this.said }));
  }

  drawList() {
    const { all, fresh, pending } = this.drafts;
    this.head.textContent = !all.length ? "还没有调整"
      : `调整\u00a0${all.length}\u00a0项，按次序执行${fresh ? `；${fresh}\u00a0项未计算` : pending ? "；改动未计算" : ""}`;
    this.list.replaceChildren(...all.map((draft, at) => this.row(draft, at)));
  }

  row(draft, at) {
    const fresh = draft.at === undefined;
    const why = fresh ? draft.wrong : draft.problem;
    const said = make("span", { className: "words", textContent: draft.words });
    if (fresh) said.append(make("em", { textContent: "未计算" }));
    if (why) said.append(make("span", { className: "problem", textContent: `▲\u00a0${why}` }));
    else if (!fresh && draft.note) said.append(make("span", { className: "note", textContent: draft.note }));
    const number = `第 ${at + 1} 项`;
    const act = (words, label, off, press) => this.button(words, press, { title: label, ariaLabel: label, disabled: off });
    const tools = make("span", { className: "tools" },
      act("↑", `${number}上移`, at === 0, () => this.move(at, at - 1)),
      act("↓", `${number}下移`, at === this.drafts.all.length - 1, () => this.move(at, at + 1)),
      act("改", `修改${number}`, !this.offer.forms.has(draft.form), () => this.edit(at)),
      act("删", `删除${number}`, false, () => this.remove(at)));
    const line = make("li", {}, said, tools);
    line.classList.toggle("fresh", fresh);
    line.classList.toggle("editing", at === this.editing);
    return line;
  }

  move(at, to) {
    this.drafts.move(at, to);
    this.editing = null;
    this.changed("", false);
    const [up, down] = this.list.children[to].querySelectorAll(".tools button");
    const same = to < at ? up : down;
    (same.disabled ? (same === up ? down : up) : same).focus();
  }

  edit(at) {
    const draft = this.drafts.all[at];
    this.kind = draft.form;
    this.values[draft.form] = { ...this.offer.blank(draft.form), ...structuredClone(draft.values) };
    Object.assign(this, { editing: at, touched: false, said: "" });
    this.draw();
    this.form.querySelector("input, select")?.focus();
  }

  remove(at) {
    this.drafts.remove(at);
    this.editing = null;
    this.changed("", false);
    const next = this.list.children[Math.min(at, this.drafts.all.length - 1)];
    (next?.querySelector(".tools button:last-child") ?? this.list).focus();
  }
}

export default function ({ data: sent, parentElement, setTriggerValue }) {
  const data = JSON.parse(typeof sent === "string" ? sent : new TextDecoder().decode(sent));
  const root = parentElement.querySelector(".changes");
  root.panel ??= new Panel(root);
  const turn = (root.turn = (root.turn ?? 0) + 1);
  offered(data.offer).then((held) => {
    if (turn === root.turn) root.panel.update(data, held, setTriggerValue);
  }, () => {
    root.replaceChildren(make("p", { className: "problem", textContent: "调整面板没有取到，请刷新页面。" }));
    root.panel = undefined;
  });
}
