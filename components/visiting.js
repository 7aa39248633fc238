// Links to another view (a[data-visit]) open in place: the address changes by one step of the history, and Streamlit,
// which opens whatever the address says after a step back or forward, is told that there was such a step.
function visit(event) {
  const link = event.target.closest("a[data-visit]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return false; // else the browser's: another tab
  event.preventDefault();
  history.pushState(null, "", link.href);
  window.dispatchEvent(new PopStateEvent("popstate"));
  document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
  return true;
}
