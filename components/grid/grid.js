// The table of the dashboard: real <table> markup, sorted here without asking the server, rows drawn as one scrolls.
// data: {columns: [{label, align, width, hint}], rows: [{id, cells: [text | [text, sortValue, tone]]}], height,
//        select, selected, title, choices: [[code, words]], chosen, links: {county: address}, caption, empty,
//        download: {url, name, label}}
const STEP = 24; // rows drawn at a time where the table scrolls; more than the tallest one shows

const LONG = 12; // words of a toned cell that may be broken
const SHORT = /^(.{1,5}|\d{4}-\d\d(-\d\d)?)$/; // a county's name, a month, a day: never broken

const textOf = (cell) => (Array.isArray(cell) ? cell[0] : cell);
const sortOf = (cell) => (Array.isArray(cell) ? cell[1] : cell);
const numbers = new Intl.Collator("zh-Hans-CN", { numeric: true });

function compare(a, b) {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return numbers.compare(String(a), String(b));
}

function sorted(rows, sort) {
  if (!sort) return rows;
  const [column, descending] = sort;
  const known = rows.filter((row) => sortOf(row.cells[column]) !== null);
  const missing = rows.filter((row) => sortOf(row.cells[column]) === null); // always last, whichever way
  known.sort((a, b) => compare(sortOf(a.cells[column]), sortOf(b.cells[column])) * (descending ? -1 : 1));
  return known.concat(missing);
}

export default function ({ data: sent, parentElement, setTriggerValue }) {
  const data = JSON.parse(typeof sent === "string" ? sent : new TextDecoder().decode(sent));
  // A number stands for one of the cells that occur more than once.
  data.rows.forEach((row) => { row.cells = row.cells.map((cell) => (typeof cell === "number" ? data.shared[cell] : cell)); });
  const root = parentElement.querySelector(".grid");
  const state = (root.state ??= { sort: null, drawn: 0, signature: null });
  const signature = JSON.stringify(data.columns.map((column) => column.label));
  if (state.signature !== signature) {
    state.signature = signature;
    state.sort = null;
  }
  root.replaceChildren();
  Object.entries(data.tones).forEach(([name, value]) => root.style.setProperty(name, value));

  const foot = document.createElement("div");
  foot.className = "foot";
  const said = document.createElement("span");
  said.textContent = data.caption ?? "";
  foot.append(said);

  if (data.title) {
    const title = document.createElement("h3");
    title.textContent = data.title;
    root.append(title);
  }
  if (data.choices) {
    const choices = document.createElement("div");
    choices.className = "choices";
    choices.setAttribute("role", "group");
    choices.setAttribute("aria-label", data.label);
    for (const [code, words] of data.choices) {
      const choice = document.createElement("button");
      choice.type = "button";
      choice.textContent = words;
      choice.setAttribute("aria-pressed", String(code === data.chosen));
      choice.onclick = () => setTriggerValue("chosen", code);
      choices.append(choice);
    }
    root.append(choices);
  }

  if (!data.rows.length) {
    const none = document.createElement("p");
    none.className = "none";
    none.textContent = data.empty;
    root.append(none);
    if (data.caption) root.append(foot);
    return;
  }

  const box = document.createElement("div");
  box.className = "box";
  box.tabIndex = 0;
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", data.label);
  if (data.height) box.style.maxHeight = `${data.height}px`;
  box.style.setProperty("--high", `${Math.min(34 + 31 * data.rows.length, data.height ?? Infinity)}px`);
  const table = document.createElement("table");
  const head = table.createTHead().insertRow();
  const body = table.createTBody();
  let order = [];

  function drawMore() {
    const until = data.height ? Math.min(state.drawn + STEP, order.length) : order.length;
    for (; state.drawn < until; state.drawn += 1) {
      const row = order[state.drawn];
      const line = body.insertRow();
      if (data.select && row.id != null) {
        line.className = row.id === data.selected ? "open chosen" : "open";
        line.onclick = () => setTriggerValue("opened", row.id);
      }
      let opened = false; // the first cell that is no link can be reached by the keyboard
      row.cells.forEach((cell, index) => {
        const place = line.insertCell();
        place.className = `${data.columns[index].align} ${Array.isArray(cell) ? cell[2] ?? "" : ""}`;
        if (cell[2] === "code") place.translate = false;
        if (textOf(cell).replace(/\s+/g, " ").length > LONG) place.classList.add("long");
        if (SHORT.test(textOf(cell))) place.classList.add("short");
        const address = data.links?.[cell];
        if (address) {
          const link = document.createElement("a");
          link.className = "link";
          link.href = address;
          link.dataset.visit = "";
          link.textContent = cell;
          link.onclick = (event) => {
            visit(event);
            event.stopPropagation(); // the row opens something else
          };
          place.append(link);
        } else if (!opened && data.select && row.id != null) {
          opened = true;
          const button = document.createElement("button");
          button.type = "button";
          button.className = "link";
          button.textContent = textOf(cell);
          place.append(button);
        } else {
          place.textContent = textOf(cell);
        }
      });
    }
  }

  function draw() {
    order = sorted(data.rows.slice(), state.sort);
    body.replaceChildren();
    state.drawn = 0;
    drawMore();
    [...head.cells].forEach((cell, index) => {
      const active = state.sort?.[0] === index;
      const descending = state.sort?.[1];
      cell.setAttribute("aria-sort", active ? (descending ? "descending" : "ascending") : "none");
      cell.querySelector("i").textContent = active ? (descending ? "▼" : "▲") : "";
    });
  }

  data.columns.forEach((column, index) => {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.className = column.align;
    if (column.width) cell.style.minWidth = `${column.width}px`;
    const button = document.createElement("button");
    button.type = "button";
    button.title = column.hint || `按${column.label}排序`;
    button.append(document.createTextNode(column.label), document.createElement("i"));
    button.onclick = () => {
      const now = state.sort;
      const first = column.align === "right"; // figures: largest first
      state.sort = [index, now?.[0] === index ? !now[1] : first];
      draw();
    };
    cell.append(button);
    head.append(cell);
  });
  box.onscroll = () => {
    if (state.drawn < order.length && box.scrollTop + box.clientHeight > box.scrollHeight - 300) drawMore();
  };
  draw();
  box.append(table);
  root.append(box);

  if (data.download) {
    const link = document.createElement("a");
    link.href = data.download.url;
    link.download = data.download.name;
    link.textContent = data.download.label;
    foot.append(link);
  }
  if (data.caption || data.download) root.append(foot);
}
