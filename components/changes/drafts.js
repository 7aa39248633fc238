let left = null; // what was last being written, so that it is still there after a look at another page

// The list being written until 计算 sends all of it; it begins anew when the server's list does.
// A draft with `at` is the server's change of that place as it is; others hold a form and its values.
class Drafts {
  constructor() {
    this.all = [];
    this.steps = []; // lists before each edit since the last calculation
    this.sent = null; // number and drafts of the message whose answer is awaited
    this.rows = [];
  }

  // Bring the list in line with the server's. Returns what came of what was sent: "taken", "wrong", or "" for nothing.
  reconcile({ rows, base, answered }) {
    if (this.base === undefined && left?.base === base) Object.assign(this, { base, all: left.all, steps: left.steps });
    left = this;
    this.rows = rows;
    const ours = this.sent?.number === answered?.number ? this.sent : null;
    if (ours) this.sent = null;
    const faults = ours ? Object.entries(answered.faults) : [];
    for (const draft of faults.length ? ours.drafts : []) draft.wrong = "";
    for (const [at, why] of faults) ours.drafts[at].wrong = why;
    if (base !== this.base || (ours && !faults.length)) {
      // What was added while the answer was on its way stays.
      const more = ours?.drafts.every((draft, at) => draft === this.all[at]) ? this.all.slice(ours.drafts.length) : [];
      this.base = base;
      this.all = [...rows.map((row, at) => ({ ...row, at })), ...more];
      this.steps = [];
      return "taken";
    }
    // The same list: only what became of each may differ.
    for (const draft of this.all) if (draft.at !== undefined) Object.assign(draft, rows[draft.at]);
    return faults.length ? "wrong" : "";
  }

  get pending() {
    return this.all.length !== this.rows.length || this.all.some((draft, at) => draft.at !== at);
  }

  get fresh() { return this.all.filter((draft) => draft.at === undefined).length; }

  become(all) {
    this.steps.push(this.all);
    this.all = all;
  }

  undo() { this.all = this.steps.pop(); }

  put(at, draft) { this.become(at === null ? [...this.all, draft] : this.all.map((each, place) => (place === at ? draft : each))); }

  remove(at) { this.become(this.all.filter((_, place) => place !== at)); }

  move(at, to) {
    const all = [...this.all];
    all.splice(to, 0, ...all.splice(at, 1));
    this.become(all);
  }

  message() {
    this.sent = { number: `${Date.now()}.${Math.random()}`, drafts: this.all };
    const changes = this.all.map((draft) => (draft.at === undefined ? { form: draft.form, values: draft.values } : { at: draft.at }));
    return { number: this.sent.number, base: this.base, changes };
  }
}

