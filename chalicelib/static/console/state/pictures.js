// Whose pictures are always loaded: every one of them tells its sender that, when and where a mail was read. This
// browser remembers it, for whoever reads in it.

import { signal } from "../../vendor/signals.js";

const KEPT = "deskhand.pictures";
const MOST = 500;

const senders = signal(read());

export const isTrusted = (sender) => senders.value.includes(sender);
export const trust = (sender) => keep([...without(sender), sender].slice(-MOST));
export const distrust = (sender) => keep(without(sender));

const without = (sender) => senders.value.filter((one) => one !== sender);

function keep(all) {
  senders.value = all;
  localStorage.setItem(KEPT, JSON.stringify(all));
}

function read() {
  try {
    return [].concat(JSON.parse(localStorage.getItem(KEPT)) || []);
  } catch {
    return [];
  }
}

window.addEventListener("storage", ({ key }) => {
  if (key === KEPT) senders.value = read();
});
