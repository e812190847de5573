// What is typed before its field or its ticket is there: it waits for it in order, is not lost, and is no key meanwhile.

let held = null;

// From here on keys wait, these first.
export function hold(...keys) {
  held = [...(held || []), ...keys];
}

export const isHolding = () => held !== null;

export function drop() {
  held = null;
}

export function take() {
  const keys = held || [];
  held = null;
  return keys;
}

// What opens, or the ticket that comes, is meant, not what is on the screen still.
export function keep(event) {
  const isShortcut = (event.ctrlKey || event.metaKey) && !event.getModifierState("AltGraph");
  if (event.key === "Escape") return drop();
  if (isShortcut || !(event.key.length === 1 || event.key === "Enter" || event.key === "Backspace")) return;
  event.preventDefault();
  held.push(event.key);
}

const WRITES = { Enter: (text) => `${text}\n`, Backspace: (text) => text.slice(0, -1) };

export const written = (keys) => keys.reduce((text, key) => WRITES[key]?.(text) ?? text + key, "");
