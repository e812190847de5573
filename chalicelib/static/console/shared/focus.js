// Where the focus is when what had it is gone: at the heading of the part that it was in, never at nothing.

const HEADING = ":is(h1, h2)[tabindex]";

export function home(element) {
  for (let part = element; part; part = part.parentElement) {
    const heading = part.querySelector(HEADING);
    if (heading) return heading.focus({ preventScroll: true });
  }
}

// Buttons that did their work go away, lists that cannot be used any more are switched off.
export function keepFocus() {
  let around = [];
  const remember = (event) => {
    around = event.composedPath().filter((each) => each instanceof Element);
  };
  const look = () => {
    const [last] = around;
    if (!last || document.activeElement !== document.body || document.querySelector("dialog[open]")) return;
    const isThere = last.isConnected && !last.matches(":disabled") && last.checkVisibility();
    if (!isThere) home(around.slice(1).find((each) => each.isConnected));
  };
  const watch = new MutationObserver(look);
  document.addEventListener("focusin", remember);
  watch.observe(document.body, { childList: true, subtree: true, attributeFilter: ["disabled", "hidden", "open"] });
  return () => {
    document.removeEventListener("focusin", remember);
    watch.disconnect();
  };
}
