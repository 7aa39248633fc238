// Controls of the browser's own, each kept from run to run: what the server says is written into them.
// data: {row, controls: [{kind, name, label, …}]}; see components/controls/panel.py for what each kind carries.
const made = {
  select(one, answer) {
    const select = document.createElement("select");
    select.onchange = () => answer(select.value);
    // Where the list is drawn in our own look, only a button of its own cuts what is too long for the line.
    select.face = document.createElement("button");
    select.face.append(document.createElement("selectedcontent"));
    return select;
  },
  switches(one, answer) {
    const group = document.createElement("div");
    group.setAttribute("role", "group");
    group.className = "switches";
    group.onclick = (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      const { many } = group.one;
      const on = new Set([...group.children].filter((each) => each.ariaPressed === "true").map((each) => each.value));
      if (many && on.has(button.value)) on.delete(button.value);
      else on.add(button.value);
      const codes = [...group.children].map((each) => each.value).filter((code) => (many ? on.has(code) : code === button.value));
      press(group, codes); // at once; the answer will say the same
      answer(many ? codes : codes[0]);
    };
    return group;
  },
  search(one, answer) {
    const box = document.createElement("div");
    const input = document.createElement("input");
    const list = document.createElement("datalist");
    const codes = new Map();
    input.type = "search";
    input.autocomplete = "off";
    input.setAttribute("list", (list.id = `${one.name}-list`));
    box.append(input, list);
    const load = async (url) => {
      const entries = await (await fetch(url)).json();
      codes.clear();
      entries.forEach(([code, words]) => codes.set(words, code));
      list.replaceChildren(...entries.map(([, words]) => new Option(words, words)));
    };
    const fill = () => {
      if (box.from !== box.one.url) {
        box.from = box.one.url;
        box.filled = load(box.from).catch(() => { box.from = null; }); // the next try asks again
      }
      return box.filled;
    };
    const go = async (typed) => {
      await fill();
      let words = codes.has(typed) ? typed : null;
      if (words === null) {
        const like = [...codes.keys()].filter((each) => each.includes(typed));
        if (like.length === 1) [words] = like;
        else {
          input.setCustomValidity(like.length ? "" : box.one.none.replace("{}", typed));
          input.reportValidity();
          return;
        }
      }
      input.value = "";
      answer(codes.get(words));
    };
    input.onfocus = fill;
    input.oninput = (event) => {
      input.setCustomValidity("");
      // A line of the list was chosen: nothing was typed. What is typed waits for the Enter key.
      const typed = event.inputType && event.inputType !== "insertReplacementText";
      if (!typed && codes.has(input.value)) go(input.value);
    };
    input.onkeydown = (event) => {
      if (event.key === "Enter" && !event.isComposing && input.value.trim()) go(input.value.trim());
    };
    return box;
  },
  slider(one, answer) {
    const box = document.createElement("div");
    box.className = "slider";
    const input = document.createElement("input");
    const said = document.createElement("output");
    input.type = "range";
    box.append(input, said);
    box.say = () => {
      said.textContent = `${input.valueAsNumber.toFixed(String(box.one.step).split(".")[1]?.length ?? 0)}${box.one.unit === "%" ? "" : "\u00a0"}${box.one.unit}`;
      input.setAttribute("aria-valuetext", said.textContent);
    };
    input.oninput = box.say;
    input.onchange = () => answer(input.valueAsNumber);
    return box;
  },
  number(one, answer) {
    const box = document.createElement("div");
    const unit = document.createElement("span");
    box.className = "number";
    box.append(field((input) => { if (fits(input)) answer(input.value === "" ? null : input.valueAsNumber); }), unit);
    return box;
  },
  numbers(one, answer) {
    const fold = document.createElement("details");
    const name = document.createElement("summary");
    const list = document.createElement("div");
    list.className = "numbers";
    fold.append(name, list);
    fold.changed = (input) => {
      if (!fits(input)) return;
      const filled = [...list.querySelectorAll("input")].filter((each) => each.value !== "" && each.checkValidity());
      answer(Object.fromEntries(filled.map((each) => [each.name, each.valueAsNumber])));
    };
    return fold;
  },
};

function field(changed) {
  const input = document.createElement("input");
  input.type = "number";
  input.autocomplete = "off";
  input.oninput = () => input.setCustomValidity("");
  input.onchange = () => changed(input);
  return input;
}

// Tells whether what stands in a field is a number within its ends; where it is not, says so, in our own words, since
// the browser's are in the browser's language.
function fits(input) {
  input.setCustomValidity("");
  if (input.checkValidity()) return true;
  const { min, max, step } = input;
  input.setCustomValidity(`请填 ${min} 到 ${max} 之间的${step.includes(".") ? "数" : "整数"}`);
  input.reportValidity();
  return false;
}

function bounds(input, one) {
  [input.min, input.max, input.step] = [one.least, one.most, one.step];
}

function press(group, codes) {
  for (const button of group.children) button.ariaPressed = String(codes.includes(button.value));
}

const shown = {
  select(select, one) {
    if (select.said !== JSON.stringify(one.options)) {
      select.said = JSON.stringify(one.options);
      select.replaceChildren(select.face, ...one.options.map(([code, words]) => new Option(words, code)));
    }
    // What the server says counts, also where it did not take up what was chosen.
    select.value = one.value;
    select.title = select.selectedOptions[0]?.text ?? "";
  },
  switches(group, one) {
    group.setAttribute("aria-label", one.label);
    if (group.said !== JSON.stringify(one.options)) {
      group.said = JSON.stringify(one.options);
      group.replaceChildren(...one.options.map(([code, words]) => {
        const button = document.createElement("button");
        button.type = "button";
        button.value = code;
        button.textContent = words;
        return button;
      }));
    }
    press(group, one.value);
  },
  search(box, one) {
    box.firstChild.placeholder = one.label;
    box.firstChild.setAttribute("aria-label", one.label);
  },
  slider(box, one) {
    const input = box.firstChild;
    [input.min, input.max, input.step] = [one.least, one.most, one.step];
    input.value = one.value;
    input.setAttribute("aria-label", one.label);
    box.say();
  },
  number(box, one) {
    const [input, unit] = box.children;
    bounds(input, one);
    input.id = one.name;
    input.value = one.value ?? "";
    unit.textContent = one.unit;
  },
  numbers(fold, one) {
    const [name, list] = fold.children;
    name.textContent = one.label;
    const offered = one.rows.map(([code, words, none]) => [code, words, none]);
    if (fold.said !== JSON.stringify(offered)) {
      fold.said = JSON.stringify(offered);
      list.replaceChildren(...one.rows.map(([code, words, none]) => {
        const line = document.createElement("label");
        const said = document.createElement("span");
        const input = field(fold.changed);
        said.textContent = words;
        [input.name, input.placeholder] = [code, none];
        line.append(said, input);
        return line;
      }));
    }
    [...list.querySelectorAll("input")].forEach((input, index) => {
      bounds(input, one);
      input.value = one.rows[index][3] ?? "";
    });
  },
};

export default function ({ data: sent, parentElement, setTriggerValue }) {
  const data = JSON.parse(typeof sent === "string" ? sent : new TextDecoder().decode(sent));
  const root = parentElement.querySelector(".controls");
  root.classList.toggle("row", data.row);
  const places = (root.places ??= new Map());
  const lines = data.controls.map((one) => {
    const key = `${one.kind} ${one.name}`;
    if (!places.has(key)) {
      const control = made[one.kind](one, (value) => root.answer([one.name, value]));
      const line = document.createElement("div");
      line.className = `${one.kind}-line`;
      const label = document.createElement("label");
      if (one.kind === "select") label.htmlFor = control.id = one.name;
      if (one.kind === "number") label.htmlFor = one.name;
      line.append(label, control);
      places.set(key, { line, label, control });
    }
    const { line, label, control } = places.get(key);
    label.textContent = one.kind === "numbers" ? "" : one.label; // a fold says its name itself
    control.one = one;
    shown[one.kind](control, one);
    return line;
  });
  root.answer = (value) => setTriggerValue("chosen", value);
  if (root.children.length !== lines.length || lines.some((line, index) => root.children[index] !== line)) {
    root.replaceChildren(...lines);
  }
}
