const LONG = 30; // lists longer than this are searched by typing
const SHOWN = 200; // how many of a list to tick are drawn at once

// The inputs of one form; `values` is written as they are filled in.
class Fields {
  constructor(offer, form, values, touched) {
    Object.assign(this, { offer, form, values, touched });
    this.lines = new Map();
    this.late = []; // fields whose names changed and that are not drawn anew yet
    this.elements = form.fields.map((field) => this.line(field));
  }

  line(field) {
    const id = `change-${field.name}`;
    const control = this.control(field, id);
    const fault = make("p", { className: "fault", role: "alert", id: `${id}-fault` });
    const label = make("label", { htmlFor: id, textContent: field.optional ? `${field.label}（可不填）` : field.label });
    control.setAttribute("aria-describedby", fault.id);
    const element = make("div", { className: `field ${field.kind}${field.narrow ? " narrow" : ""}` }, label, control.whole ?? control, fault);
    this.lines.set(field.name, { field, element, control, fault });
    return element;
  }

  put(field, value) {
    this.values[field.name] = value;
    this.touched();
    this.clear(field.name);
    // Fields that depend on this one offer other names now. They are drawn once whatever was clicked has the focus.
    const others = this.offer.follow(this.form.kind, field, this.values);
    this.late = [...this.late, ...others];
    if (others.length) setTimeout(() => this.again());
  }

  again() {
    for (const field of new Set(this.late)) {
      const { element, control } = this.lines.get(field.name);
      const focused = element.isConnected && element.getRootNode().activeElement === control;
      element.replaceWith(this.line(field));
      if (focused) this.lines.get(field.name).control.focus();
    }
    this.late = [];
  }

  control(field, id) {
    if (field.kind === "many") return this.several(field, id);
    if (field.kind !== "one") return this.plain(field, id);
    const names = this.offer.names(field, this.values);
    const held = this.values[field.name];
    if (!names.size && empty(held) && !field.optional) {
      return make("input", { id, disabled: true, value: field.none || "没有可选的" });
    }
    if (!empty(held) && !names.has(held)) names.set(held, this.offer.called(field, held)); // of another scope, or of a file
    const labels = this.offer.labels(field, names);
    return names.size <= LONG ? this.select(field, id, labels) : this.search(field, id, labels);
  }

  plain(field, id) {
    const type = { number: "number", day: "date", text: "text" }[field.kind];
    const input = make("input", { id, type, value: this.values[field.name] ?? "" });
    if (field.kind === "number") {
      if (field.least !== null) input.min = field.least;
      if (field.most !== null) input.max = field.most;
      input.step = field.step;
    }
    if (field.kind === "text" && field.most !== null) input.maxLength = field.most;
    input.oninput = () => this.put(field, field.kind !== "number" ? input.value : input.value === "" ? null : input.valueAsNumber);
    if (field.unit) input.whole = make("span", { className: "unit" }, input, make("span", { textContent: field.unit }));
    return input;
  }

  select(field, id, labels) {
    const select = make("select", { id });
    select.append(new Option(field.optional ? "不写" : "请选择", ""), ...[...labels].map(([code, words]) => new Option(words, code)));
    select.value = this.values[field.name] ?? "";
    const title = () => { select.title = select.value ? select.selectedOptions[0].text : ""; };
    select.onchange = () => { title(); this.put(field, select.value || null); };
    title();
    return select;
  }

  search(field, id, labels) {
    const list = make("datalist", { id: `${id}-list` }, ...[...labels.values()].map((words) => new Option(words, words)));
    const input = make("input", { id, type: "search", autocomplete: "off", placeholder: "输入名称查找", list: list.id });
    const codes = new Map([...labels].map(([code, words]) => [words, code]));
    const show = () => { input.value = labels.get(this.values[field.name]) ?? ""; input.title = input.value; };
    // The whole name, or a part that only one name has.
    input.commit = () => {
      if (!input.isConnected) return;
      const typed = input.value.trim();
      const like = typed ? [...codes.keys()].filter((words) => words.includes(typed)) : [];
      const code = !typed ? null : codes.get(typed) ?? (like.length === 1 ? codes.get(like[0]) : undefined);
      if (code === undefined) {
        this.put(field, null);
        this.fault(field.name, like.length ? `有\u00a0${like.length}\u00a0个名称含“${typed}”，请写全或从列表里选` : `没有名称含“${typed}”的`);
      } else {
        if (code !== this.values[field.name]) this.put(field, code);
        this.clear(field.name);
        show();
      }
    };
    input.onchange = input.commit;
    input.oninput = () => {
      this.touched();
      this.clear(field.name); // now, and not under the click that leaves the field
    };
    show();
    input.whole = make("span", { className: "search" }, input, list);
    return input;
  }

  // A list to tick, with a field that narrows it.
  several(field, id) {
    const names = this.offer.names(field, this.values);
    for (const code of this.values[field.name] ?? []) if (!names.has(code)) names.set(code, this.offer.called(field, code));
    const labels = this.offer.labels(field, names);
    const input = make("input", { id, type: "search", autocomplete: "off", disabled: !names.size,
      placeholder: names.size ? "输入名称筛选，勾选要的" : field.none || "没有可选的" });
    const ticks = make("div", { className: "ticks", role: "group", ariaLabel: field.label });
    ticks.classList.toggle("wide", [...labels.values()].some((words) => words.length > 16));
    const count = make("span");
    const all = make("button", { type: "button" });
    const none = make("button", { type: "button", textContent: "全不选" });
    const chosen = () => this.values[field.name] ?? [];
    const matching = () => [...labels].filter(([, words]) => words.includes(input.value.trim()));
    const choose = (codes) => {
      this.put(field, [...labels.keys()].filter((code) => codes.has(code)));
      tally();
    };
    const tally = () => {
      const rest = matching().filter(([code]) => !chosen().includes(code)).length;
      count.textContent = `已选\u00a0${chosen().length}\u00a0${field.unit}`;
      all.textContent = input.value.trim() && rest ? `选中筛出的\u00a0${rest}\u00a0${field.unit}` : "全选";
      all.disabled = !rest;
      none.disabled = !chosen().length;
    };
    const fill = () => {
      const found = matching();
      ticks.replaceChildren(...found.slice(0, SHOWN).map(([code, words]) => {
        const box = make("input", { type: "checkbox", checked: chosen().includes(code) });
        box.onchange = () => {
          const codes = new Set(chosen());
          if (box.checked) codes.add(code); else codes.delete(code);
          choose(codes);
        };
        return make("label", { className: "tick" }, box, words);
      }));
      if (found.length > SHOWN) ticks.append(make("p", { textContent: `还有\u00a0${found.length - SHOWN}\u00a0${field.unit}，输入名称缩小范围` }));
      tally();
    };
    all.onclick = () => { choose(new Set([...chosen(), ...matching().map(([code]) => code)])); fill(); };
    none.onclick = () => { choose(new Set()); fill(); };
    input.oninput = fill;
    // Enter with a name written ticks the one it means, and is not meant for the whole form.
    input.enter = () => {
      if (!input.value.trim()) return false;
      const found = matching();
      if (found.length === 1) {
        choose(new Set([...chosen(), found[0][0]]));
        input.value = "";
        fill();
      }
      return true;
    };
    fill();
    input.whole = make("div", { className: "several" }, input);
    if (names.size) input.whole.append(ticks, make("div", { className: "tally" }, count, all, none));
    return input;
  }

  fault(name, words) {
    const { fault, control } = this.lines.get(name);
    fault.textContent = words;
    control.setAttribute("aria-invalid", "true");
  }

  clear(name) {
    const { fault, control } = this.lines.get(name);
    fault.textContent = "";
    control.removeAttribute("aria-invalid");
  }

  wrong({ field, control, fault }) {
    const value = this.values[field.name];
    // What was said of a name that was not found says more than that nothing is chosen.
    if (field.kind === "one" && empty(value) && control.value?.trim() && fault.textContent) return fault.textContent;
    if (empty(value)) return field.optional ? "" : field.kind === "number" ? "请填数字" : field.kind === "text" || field.kind === "day" ? "请填写" : "请选择";
    if (field.kind !== "number") return "";
    if (field.least !== null && value < field.least) return `不能小于\u00a0${field.least}`;
    if (field.most !== null && value > field.most) return `不能大于\u00a0${field.most}`;
    return field.step === 1 && !Number.isInteger(value) ? "应为整数" : "";
  }

  // Whether nothing is missing or out of bounds; what is, is said beside its field.
  sound() {
    let first = null;
    for (const { control } of this.lines.values()) control.commit?.();
    this.again();
    for (const line of this.lines.values()) {
      const why = this.wrong(line);
      if (!why) continue;
      this.fault(line.field.name, why);
      first ??= line.control;
    }
    first?.focus();
    return !first;
  }
}

