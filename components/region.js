// A static region of a page: sets its markup, answers clicks on its parts, shows what is folded while one prints.

// On paper nothing can be opened.
const fold = (print) => document.querySelectorAll(print ? ".ca-more:not([open])" : ".ca-more[data-folded]").forEach((part) => {
  part.open = print;
  part.toggleAttribute("data-folded", print);
});
window.addEventListener("beforeprint", () => fold(true));
window.addEventListener("afterprint", () => fold(false));

// Copies the text of a part of the block, or the page's address, and says on the button that it did. The clipboard's own
// interface is there on https and on this machine only; an intranet server is often neither.
async function copy(button, root) {
  const what = button.dataset.copy;
  const text = what === "address" ? location.href : root.querySelector(what).textContent.trim().replaceAll("\u00a0", " ");
  let done = false;
  try {
    await navigator.clipboard.writeText(text);
    done = true;
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    area.style.position = "fixed";
    area.style.opacity = "0";
    document.body.append(area);
    area.select();
    done = document.execCommand("copy");
    area.remove();
  }
  button.said ??= button.textContent;
  button.textContent = done ? "已复制" : "没有复制成，请选中文字复制";
  clearTimeout(button.timer);
  button.timer = setTimeout(() => { button.textContent = button.said; }, 2500);
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".ca-root");
  const open = (event) => {
    if (visit(event)) return;
    if (event.target.closest("[data-print]")) { window.print(); return; }
    const copied = event.target.closest("[data-copy]");
    if (copied) { copy(copied, root); return; }
    const part = event.target.closest("[data-open]");
    if (part) setTriggerValue("opened", part.dataset.open);
  };
  root.onclick = open;
  root.onkeydown = (event) => {
    if (!event.target.dataset?.open || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    open(event);
  };
  // Nothing is touched when nothing changed, so an opened 口径 stays open; a chosen tab stays chosen in any case.
  const html = typeof data === "string" ? data : new TextDecoder().decode(data);
  if (root.said === html) return;
  const chosen = [...root.querySelectorAll("input:checked")].map((input) => input.id);
  root.innerHTML = root.said = html;
  chosen.forEach((id) => { const input = root.querySelector(`#${CSS.escape(id)}`); if (input) input.checked = true; });
}
