// What a panel of changes offers and how it calls things; offer.js, fields.js, drafts.js, changes.js are one script.
function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name in made && name !== "list") made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

function empty(value) {
  return value === null || value === undefined || value === "" || Number.isNaN(value) || (Array.isArray(value) && !value.length);
}

// What a panel offers, and how it calls things.
class Offer {
  constructor({ forms, options }) {
    this.forms = new Map(forms.map((form) => [form.kind, form]));
    this.options = options;
    this.known = new Map(); // names of what was chosen and is not offered here
  }

  // Names of a field by code, as another field's choice allows.
  names(field, values) {
    const options = this.options[field.options];
    if (!options) return new Map();
    const group = field.of ? options.home[values[field.of]] : undefined;
    const groups = group === undefined ? options.groups : options.groups.filter(([name]) => name === group || name === "");
    return new Map(groups.flatMap(([, names]) => names));
  }

  called(field, code) {
    return this.names(field, {}).get(code) ?? this.known.get(code) ?? code;
  }

  // A name as it stands in a list: with what is said beside it, and told apart from another alike.
  labels(field, names) {
    const notes = this.options[field.options]?.notes ?? {};
    const taken = new Set();
    const labels = new Map();
    for (const [code, name] of names) {
      let label = notes[code] ? `${name}（${notes[code]}）` : name;
      if (taken.has(label)) label = `${label}（${code}）`;
      taken.add(label);
      labels.set(code, label);
    }
    return labels;
  }

  // Which field of a form can hold an institution.
  holder(kind, code) {
    return this.forms.get(kind)?.fields.find((field) => field.kind === "one" && this.names(field, {}).has(code));
  }

  // Fill an institution into the field of a form that can hold it; fields that hang together with it follow.
  place(kind, code, values) {
    const field = this.holder(kind, code);
    values[field.name] = code;
    if (field.of) {
      // Who belongs to the group that it is in.
      const { groups, home } = this.options[field.options];
      const group = groups.find(([, names]) => names.some(([each]) => each === code))?.[0];
      values[field.of] = Object.keys(home).find((each) => home[each] === group) ?? values[field.of];
    }
    this.follow(kind, field, values);
  }

  // Fields that depend on one: empty what is not offered any longer. Returns those fields.
  follow(kind, field, values) {
    const others = this.forms.get(kind).fields.filter((other) => other.of === field.name);
    for (const other of others) {
      if (other.kind === "many") values[other.name] = [];
      else if (!this.names(other, values).has(values[other.name])) values[other.name] = null;
    }
    return others;
  }

  blank(kind) {
    return Object.fromEntries(this.forms.get(kind).fields.map((field) => [field.name, field.value]));
  }

  // A change in words before it is calculated.
  sentence(kind, values) {
    const form = this.forms.get(kind);
    const fields = new Map(form.fields.map((field) => [field.name, field]));
    const said = (name) => this.words(fields.get(name), values[name]);
    return form.said
      .replace(/\[([^\]]*?)\{(\w+)\}([^\]]*)\]/g, (_, before, name, after) => (empty(values[name]) ? "" : `${before}${said(name)}${after}`))
      .replace(/\{(\w+)\}/g, (_, name) => said(name));
  }

  words(field, value) {
    if (empty(value)) return "";
    if (field.kind === "one") return this.called(field, value);
    if (field.kind === "many") {
      const first = value.slice(0, 3).map((code) => this.called(field, code)).join("、");
      return value.length > 3 ? `${first}等\u00a0${value.length}\u00a0${field.unit}` : first;
    }
    if (field.kind === "day") {
      const [year, month, day] = value.split("-").map(Number);
      return `${year}\u00a0年\u00a0${month}\u00a0月\u00a0${day}\u00a0日`;
    }
    return field.unit ? `${value}\u00a0${field.unit}` : String(value);
  }
}

