// Keys for everything that is done often: never while somebody types, and never without a way back.

import { home, keepFocus } from "../shared/focus.js";
import { html, useEffect, useLayoutEffect } from "../shared/html.js";
import { Later } from "../shared/later.js";
import { drop, hold, isHolding, keep } from "../shared/type_ahead.js";
import { notice } from "../state/route.js";
import { areOn, before, catchUp, followList, open, press } from "./keys.js";

const FIELDS = "input, textarea, select, [contenteditable]";
const palette = async () => (await import("./palette.js")).Palette;
const sheet = async () => (await import("./sheet.js")).Sheet;
const PALETTE_AFTER = 1000;

// What cannot be loaded gives the keys back.
const loading = (load) => () =>
  load().catch((problem) => {
    before.value = "";
    drop();
    notice.value = "This part could not be loaded. Load the page again.";
    throw problem;
  });
const toPalette = loading(palette);
const toSheet = loading(sheet);

export function Keyboard({ desk }) {
  // What was pressed while it went is meant for what comes after it, once that is drawn.
  const close = () => {
    before.value = "";
    setTimeout(() => catchUp(desk));
  };
  // Keys are heard from the moment the console is seen.
  useLayoutEffect(() => {
    const heard = (event) => pressed(event, desk);
    document.addEventListener("keydown", heard);
    document.addEventListener("pointerdown", drop, true);
    return () => {
      document.removeEventListener("keydown", heard);
      document.removeEventListener("pointerdown", drop, true);
      before.value = "";
      drop();
    };
  }, []);
  useEffect(keepFocus, []);
  useEffect(() => followList(desk), []);
  useEffect(() => {
    // Whoever presses its key goes on typing at once: it is there before they do.
    const soon = setTimeout(() => palette().catch(() => {}), PALETTE_AFTER);
    return () => clearTimeout(soon);
  }, []);
  if (before.value === "palette") {
    return html`<${Later} key="palette" load=${toPalette} desk=${desk} onClose=${close} onSheet=${() => open("sheet")} />`;
  }
  return before.value === "sheet" && html`<${Later} key="sheet" load=${toSheet} onClose=${close} />`;
}

function pressed(event, desk) {
  if (event.defaultPrevented || event.isComposing) return;
  const isPalette = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k";
  if (isPalette) event.preventDefault(); // Browsers have a meaning of their own for it.
  if (document.querySelector("dialog[open]")) return;
  if (before.value) hold();
  if (isHolding()) return awaited(event);
  if (isPalette) return open("palette");
  if (event.key === "Escape" && event.target.matches?.(FIELDS)) return home(event.target);
  const hasModifier = event.ctrlKey || event.metaKey || event.altKey;
  if (hasModifier || event.target.closest?.(FIELDS) || !areOn.value) return;
  if (press(event.key, desk)) event.preventDefault();
}

function awaited(event) {
  if (event.key === "Escape") before.value = "";
  keep(event);
}
