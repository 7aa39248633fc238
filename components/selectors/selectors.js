// Selectors of the browser's own: a <label> and a <select> each, kept from run to run.
// data: [{name, label, value, options: [[code, words], …]}]
export default function ({ data: sent, parentElement, setTriggerValue }) {
  const data = JSON.parse(typeof sent === "string" ? sent : new TextDecoder().decode(sent));
  const root = parentElement.querySelector(".selectors");
  const places = (root.places ??= new Map());

  function place(name) {
    const line = document.createElement("div");
    const words = document.createElement("label");
    const select = document.createElement("select");
    words.htmlFor = select.id = name;
    line.append(words, select);
    places.set(name, { line, words, select, said: "" });
    return places.get(name);
  }

  for (const { name, label, value, options } of data) {
    const one = places.get(name) ?? place(name);
    one.words.textContent = label;
    const said = JSON.stringify(options);
    if (one.said !== said) {
      one.said = said;
      one.select.replaceChildren(...options.map(([code, words]) => new Option(words, code)));
    }
    // What the server says counts, also where it did not take up what was chosen.
    one.select.value = value;
    one.select.title = one.select.selectedOptions[0]?.text ?? "";
    one.select.onchange = () => setTriggerValue("chosen", [name, one.select.value]);
  }
  const names = data.map((one) => one.name);
  for (const name of places.keys()) if (!names.includes(name)) places.delete(name);
  const lines = names.map((name) => places.get(name).line);
  if (root.children.length !== lines.length || lines.some((line, index) => root.children[index] !== line)) {
    root.replaceChildren(...lines);
  }
}
