// The panel of changes. data: {offer, rows, complaints, picked, undoable, wall}; see components/changes/editor.py.
// The list being written ("drafts") lives here until 计算 sends all of it; it begins anew when the server's list does.
const LONG = 12; // lists longer than this are searched by typing
const offers = new Map();

function offer(url) {
  if (!offers.has(url)) {
    offers.set(url, fetch(url).then((answer) => {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    }).catch((error) => { offers.delete(url); throw error; }));
  }
  return offers.get(url);
}

function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name in made && name !== "list") made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

class Panel {
  constructor(root) {
    this.root = root;
    this.drafts = [];
    this.editing = null; // place in the list of what stands in the form; null: a new one
    this.steps = []; // lists before each edit since the last calculation
    this.values = {}; // what stands in the form, by form and field, so that another kind can be looked at meanwhile
    root.replaceChildren(
      (this.presets = make("div", { className: "presets" })),
      (this.groups = make("div", { className: "pills groups", role: "group" })),
      (this.kinds = make("div", { className: "pills kinds", role: "group" })),
      (this.form = make("div", { className: "form" })),
      (this.head = make("h4")),
      (this.list = make("ol", { className: "list", tabIndex: -1 })),
      (this.foot = make("div", { className: "foot" })),
    );
    this.groups.ariaLabel = "调整哪一方面";
    this.kinds.ariaLabel = "怎样调整";
    this.form.addEventListener("keydown", (event) => {
      const plain = event.key === "Enter" && !event.isComposing && event.target.tagName === "INPUT";
      if (plain) { event.preventDefault(); event.target.blur(); this.take(); }
    });
  }

  update(data, held, answer) {
    this.data = data;
    this.answer = answer;
    this.root.classList.toggle("wall", data.wall);
    const base = JSON.stringify([data.rows.map((row) => [row.words, row.values])]);
    if (base !== this.base) {
      this.base = base;
      this.drafts = data.rows.map((row, at) => ({ ...row, at }));
      this.steps = [];
      this.editing = null;
    } else {
      // The same list: only what became of each may differ.
      for (const draft of this.drafts) if (draft.at !== undefined) Object.assign(draft, this.data.rows[draft.at]);
    }
    this.held = held;
    this.forms = new Map(held.forms.map((form) => [form.kind, form]));
    if (!this.forms.has(this.kind)) this.kind = held.forms[0]?.kind;
    if (data.picked && data.picked[0] !== this.picked) this.pick(...data.picked);
    this.picked = data.picked?.[0];
    this.draw();
  }

  // An institution was picked on the map: it goes into the first field of the form that can hold it.
  pick(code) {
    const holds = (kind) => this.forms.get(kind)?.fields.find((field) => field.kind === "one" && this.names(field, {}).has(code));
    const kind = holds(this.kind) ? this.kind : this.held.forms.find((form) => holds(form.kind))?.kind;
    if (!kind) return;
    this.kind = kind;
    this.editing = null;
    const field = holds(kind);
    const values = this.written();
    values[field.name] = code;
    // The other field follows: who belongs to the group that the picked one is in.
    if (field.of) {
      const options = this.held.options[field.options];
      const group = options.groups.find(([, names]) => names.some(([each]) => each === code))?.[0];
      const [other] = Object.entries(options.home).find(([, home]) => home === group) ?? [];
      if (other) values[field.of] = other;
    }
    this.touched = true;
  }

  written(kind = this.kind) {
    return (this.values[kind] ??= Object.fromEntries(this.forms.get(kind).fields.map((field) => [field.name, field.value])));
  }

  // Names of a field by code, as another field's choice allows.
  names(field, values) {
    const options = this.held.options[field.options];
    if (!options) return new Map();
    const group = field.of ? options.home[values[field.of]] : undefined;
    const groups = group === undefined ? options.groups : options.groups.filter(([name]) => name === group || name === "");
    return new Map(groups.flatMap(([, names]) => names));
  }

  draw() {
    this.drawPresets();
    this.drawKinds();
    this.drawForm();
    this.drawList();
    this.drawFoot();
  }

  drawPresets() {
    const buttons = this.held.presets.map((preset) => make("button", {
      type: "button", textContent: preset.words,
      onclick: () => {
        this.step();
        const rows = preset.rows.map((row) => ({ ...row, words: this.sentence(row.form, row.values) }));
        this.drafts = [...this.drafts, ...rows];
        this.changed(`已加入 ${rows.length} 项调整，按“计算”看结果`);
      },
    }));
    this.presets.replaceChildren(...(buttons.length ? [make("span", { textContent: "常用" }), ...buttons] : []));
  }

  drawKinds() {
    const current = this.forms.get(this.kind);
    const groups = [...new Set(this.held.forms.map((form) => form.group))];
    const pill = (words, on, press) => {
      const button = make("button", { type: "button", textContent: words, onclick: press });
      button.ariaPressed = String(on);
      return button;
    };
    const show = (kind) => { this.kind = kind; this.editing = null; this.said = ""; this.draw(); };
    this.groups.replaceChildren(...groups.map((group) => pill(group, group === current?.group,
      () => show(this.held.forms.find((form) => form.group === group).kind))));
    const kinds = this.held.forms.filter((form) => form.group === current?.group);
    this.kinds.replaceChildren(...kinds.map((form) => pill(form.label, form.kind === this.kind, () => show(form.kind))));
  }

  drawForm() {
    const form = this.forms.get(this.kind);
    if (!form) { this.form.replaceChildren(); return; }
    const values = this.written();
    this.inputs = new Map();
    const lines = form.fields.map((field) => {
      const control = this.control(field, values);
      const line = make("div", { className: `field ${field.kind}${field.narrow ? " narrow" : ""}` });
      const label = make("label", { textContent: field.optional ? `${field.label}（可不填）` : field.label });
      label.htmlFor = control.id;
      const fault = make("p", { className: "fault", role: "alert" });
      line.append(label, control.whole ?? control, fault);
      this.inputs.set(field.name, { field, control, fault });
      return line;
    });
    const add = make("button", { type: "button", className: "add", textContent: this.editing === null ? "加入" : "改好",
      onclick: () => this.take() });
    const actions = make("div", { className: "actions" }, add);
    if (this.editing !== null) {
      actions.append(make("button", { type: "button", className: "plain", textContent: "不改了",
        onclick: () => { this.editing = null; delete this.values[this.kind]; this.draw(); } }));
    }
    if (this.data.picked && form.fields.some((field) => values[field.name] === this.data.picked[0])) {
      actions.append(make("span", { className: "said", textContent: `已在地图上选中：${this.data.picked[1]}` }));
    }
    this.form.replaceChildren(...lines, actions);
  }

  control(field, values) {
    const id = `change-${field.name}`;
    const put = (value) => {
      values[field.name] = value;
      this.touched = true;
      this.clear(field.name);
      // Fields that depend on this one offer other names now.
      if (this.forms.get(this.kind).fields.some((other) => other.of === field.name)) {
        for (const other of this.forms.get(this.kind).fields.filter((each) => each.of === field.name)) {
          if (other.kind === "many") values[other.name] = [];
          else if (!this.names(other, values).has(values[other.name])) values[other.name] = null;
        }
        this.drawForm();
      }
    };
    if (field.kind === "number" || field.kind === "day" || field.kind === "text") {
      const input = make("input", { id, type: { number: "number", day: "date", text: "text" }[field.kind], value: values[field.name] ?? "" });
      if (field.kind === "number") {
        if (field.least !== null) input.min = field.least;
        if (field.most !== null) input.max = field.most;
        input.step = field.step;
      }
      input.oninput = () => { values[field.name] = field.kind === "number" ? (input.value === "" ? null : input.valueAsNumber) : input.value; this.touched = true; this.clear(field.name); };
      if (!field.unit) return input;
      input.whole = make("span", { className: "unit" }, input, make("span", { textContent: field.unit }));
      return input;
    }
    const names = this.names(field, values);
    if (!names.size && field.kind === "one" && !field.optional) return make("p", { id, className: "none", textContent: field.none || "没有可选的" });
    if (field.kind === "one" && names.size <= LONG) {
      const select = make("select", { id });
      select.append(new Option(field.optional ? "不写" : "请选择", ""), ...[...names].map(([code, words]) => new Option(words, code)));
      const held = values[field.name];
      if (held && !names.has(held)) select.append(new Option(held, held)); // from a file: not among what is offered here
      select.value = held ?? "";
      select.title = select.selectedOptions[0]?.text ?? "";
      select.onchange = () => { put(select.value || null); select.title = select.selectedOptions[0]?.text ?? ""; };
      return select;
    }
    return field.kind === "one" ? this.search(field, id, names, values, put) : this.several(field, id, names, values, put);
  }

  typed(id, names) {
    const input = make("input", { id, type: "search", autocomplete: "off", placeholder: "输入名称查找" });
    const list = make("datalist", { id: `${id}-list` });
    list.append(...[...names.values()].map((words) => new Option(words, words)));
    input.setAttribute("list", list.id);
    const codes = new Map([...names].map(([code, words]) => [words, code]));
    // The whole name, or a part that only one name has.
    input.found = () => {
      const typed = input.value.trim();
      if (codes.has(typed)) return codes.get(typed);
      const like = typed ? [...codes.keys()].filter((words) => words.includes(typed)) : [];
      return like.length === 1 ? codes.get(like[0]) : undefined;
    };
    input.like = () => [...codes.keys()].filter((words) => words.includes(input.value.trim())).length;
    return { input, list, codes };
  }

  search(field, id, names, values, put) {
    const { input, list } = this.typed(id, names);
    input.value = names.get(values[field.name]) ?? values[field.name] ?? "";
    input.title = input.value;
    input.onchange = () => {
      if (!input.value.trim()) { put(null); return; }
      const code = input.found();
      if (code === undefined) {
        values[field.name] = null;
        const like = input.like();
        this.fault(field.name, like ? `有 ${like} 个名称含“${input.value.trim()}”，请写全或从列表里选` : `没有名称含“${input.value.trim()}”的`);
        return;
      }
      input.value = names.get(code);
      input.title = input.value;
      put(code);
    };
    input.whole = make("span", { className: "search" }, input, list);
    return input;
  }

  several(field, id, names, values, put) {
    const { input, list } = this.typed(id, names);
    const chosen = values[field.name] ?? [];
    const tags = make("span", { className: "tags" }, ...chosen.map((code) => {
      const words = names.get(code) ?? code;
      return make("button", { type: "button", textContent: words, title: "点一下去掉", ariaLabel: `去掉${words}`,
        onclick: () => { put(chosen.filter((each) => each !== code)); this.drawForm(); } });
    }));
    input.onchange = () => {
      if (!input.value.trim()) return;
      const code = input.found();
      if (code === undefined) {
        const like = input.like();
        this.fault(field.name, like ? `有 ${like} 个名称含“${input.value.trim()}”，请写全或从列表里选` : `没有名称含“${input.value.trim()}”的`);
        return;
      }
      put(chosen.includes(code) ? chosen : [...chosen, code]);
      this.drawForm();
      this.inputs.get(field.name).control.focus();
    };
    if (!names.size) input.placeholder = field.none || "没有可选的";
    input.disabled = !names.size;
    input.whole = make("span", { className: "search" }, tags, input, list);
    return input;
  }

  fault(name, words) {
    const { fault, control } = this.inputs.get(name);
    fault.textContent = words;
    control.setAttribute("aria-invalid", "true");
  }

  clear(name) {
    const held = this.inputs.get(name);
    if (!held) return;
    held.fault.textContent = "";
    held.control.removeAttribute("aria-invalid");
  }

  // What is missing or out of bounds in the form: said beside each field; true when nothing is.
  sound() {
    const values = this.written();
    let first = null;
    for (const [name, { field, control }] of this.inputs) {
      const value = values[name];
      const empty = value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length) || Number.isNaN(value);
      let why = "";
      if (control.tagName === "INPUT" && control.type === "search" && control.value.trim() && field.kind === "one" && empty) why = "请从列表里选一个名称";
      else if (empty && !field.optional) why = field.kind === "number" ? "请填数字" : field.kind === "text" || field.kind === "day" ? "请填写" : "请选择";
      else if (!empty && field.kind === "number" && field.least !== null && value < field.least) why = `不能小于 ${field.least}`;
      else if (!empty && field.kind === "number" && field.most !== null && value > field.most) why = `不能大于 ${field.most}`;
      else if (!empty && field.kind === "number" && field.step === 1 && !Number.isInteger(value)) why = "应为整数";
      if (why) { this.fault(name, why); first ??= control; }
    }
    first?.focus?.();
    return !first;
  }

  sentence(kind, values) {
    const form = this.forms.get(kind);
    const said = form.fields.map((field) => {
      const value = values[field.name];
      if (value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length)) return "";
      const names = this.names(field, {});
      if (field.kind === "many") {
        const first = value.slice(0, 3).map((code) => names.get(code) ?? code).join("、");
        return value.length > 3 ? `${first}等 ${value.length} ${field.unit || "个"}` : first;
      }
      if (field.kind === "one") return names.get(value) ?? value;
      return `${value}${field.unit ? `\u00a0${field.unit}` : ""}`;
    });
    return `${form.label}：${said.filter(Boolean).join(" · ")}`;
  }

  step() { this.steps.push({ drafts: this.drafts, kind: this.kind }); }

  take() {
    if (!this.sound()) return false;
    this.step();
    const values = structuredClone(this.written());
    const draft = { form: this.kind, values, words: this.sentence(this.kind, values) };
    this.drafts = this.editing === null ? [...this.drafts, draft] : this.drafts.map((each, at) => (at === this.editing ? draft : each));
    const edited = this.editing !== null;
    this.editing = null;
    this.touched = false;
    // The next one is likely like this one: who sends, the title and the term stay, who receives does not.
    const form = this.forms.get(this.kind);
    const receiver = form.fields.find((field) => field.of) ?? form.fields[0];
    if (receiver.kind === "one" || receiver.kind === "many") this.written()[receiver.name] = receiver.kind === "many" ? [] : null;
    this.changed(edited ? "已改好，按“计算”看结果" : "已加入，可继续加，或按“计算”看结果");
    return true;
  }

  changed(words = "") {
    this.said = words;
    this.draw();
    this.list.lastElementChild?.scrollIntoView({ block: "nearest" });
  }

  get pending() {
    return this.drafts.length !== this.data.rows.length || this.drafts.some((draft, at) => draft.at !== at);
  }

  drawList() {
    const complaints = this.data.complaints;
    this.head.textContent = this.drafts.length ? `调整 ${this.drafts.length} 项，按次序执行` : "还没有调整";
    const act = (words, label, off, press) => make("button", { type: "button", textContent: words, title: label, ariaLabel: label, disabled: off, onclick: press });
    this.list.replaceChildren(...this.drafts.map((draft, at) => {
      const fresh = draft.at === undefined;
      const said = make("span", { className: "words", textContent: draft.words });
      if (fresh) said.append(make("em", { textContent: "未计算" }));
      const wrong = this.wrong === JSON.stringify(this.drafts.map((each) => each.words)) ? complaints[at] : "";
      const why = fresh ? wrong : draft.problem;
      if (why) said.append(make("span", { className: "problem", textContent: `▲\u00a0${why}` }));
      else if (!fresh && draft.note) said.append(make("span", { className: "note", textContent: draft.note }));
      const move = (to) => {
        this.step();
        const list = [...this.drafts];
        list.splice(to, 0, ...list.splice(at, 1));
        this.drafts = list;
        this.editing = null;
        this.changed();
        this.list.children[to].querySelectorAll("button")[to < at ? 0 : 1].focus();
      };
      const number = `第 ${at + 1} 项`;
      const tools = make("span", { className: "tools" },
        act("↑", `${number}上移`, at === 0, () => move(at - 1)),
        act("↓", `${number}下移`, at === this.drafts.length - 1, () => move(at + 1)),
        act("改", `修改${number}`, !this.forms.has(draft.form), () => {
          this.kind = draft.form;
          this.values[draft.form] = { ...Object.fromEntries(this.forms.get(draft.form).fields.map((field) => [field.name, field.value])), ...structuredClone(draft.values) };
          this.editing = at;
          this.said = "";
          this.draw();
          this.form.querySelector("input, select")?.focus();
        }),
        act("删", `删除${number}`, false, () => {
          this.step();
          this.drafts = this.drafts.filter((_, each) => each !== at);
          this.editing = null;
          this.changed();
          (this.list.children[Math.min(at, this.drafts.length - 1)]?.querySelector("button:last-child") ?? this.list).focus();
        }));
      const line = make("li", { className: [fresh ? "fresh" : "", why ? "refused" : "", at === this.editing ? "editing" : ""].join(" ") }, said, tools);
      return line;
    }));
  }

  drawFoot() {
    const pending = this.pending;
    const count = this.drafts.length;
    const calculate = make("button", { type: "button", className: "primary",
      textContent: pending || this.touched ? (count || this.touched ? "计算" : "计算（清空）") : "已计算", disabled: !pending && !this.touched,
      onclick: () => {
        // What stands finished in the form but was not added is meant, too.
        if (this.touched && !this.take()) return;
        this.wrong = JSON.stringify(this.drafts.map((each) => each.words));
        this.said = "正在计算……";
        this.drawFoot();
        this.answer("calculated", this.drafts.map((draft) => (draft.at === undefined ? { form: draft.form, values: draft.values } : { at: draft.at })));
        this.said = "";
      } });
    const undo = make("button", { type: "button", textContent: "撤销", disabled: !this.steps.length && !this.data.undoable,
      onclick: () => {
        if (this.steps.length) {
          ({ drafts: this.drafts, kind: this.kind } = this.steps.pop());
          this.editing = null;
          this.changed();
        } else this.answer("undone", Date.now());
      } });
    const clear = make("button", { type: "button", textContent: "清空", disabled: !count,
      onclick: () => { this.step(); this.drafts = []; this.editing = null; this.changed(); } });
    const wrong = Object.keys(this.data.complaints).length && this.wrong ? "有写错的，改好再计算，其余都还在。" : "";
    this.foot.replaceChildren(calculate, undo, clear, make("span", { className: "said", role: "status", textContent: this.said || wrong }));
  }
}

export default function ({ data: sent, parentElement, setTriggerValue }) {
  const data = JSON.parse(typeof sent === "string" ? sent : new TextDecoder().decode(sent));
  const root = parentElement.querySelector(".changes");
  root.panel ??= new Panel(root);
  const turn = (root.turn = (root.turn ?? 0) + 1);
  offer(data.offer).then((held) => {
    if (turn === root.turn) root.panel.update(data, held, setTriggerValue);
  }).catch(() => { root.replaceChildren(make("p", { className: "problem", textContent: "调整面板没有取到，请刷新页面。" })); root.panel = undefined; });
}
