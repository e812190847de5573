// Which keys there are, what they do, and whether the single ones are used: some people speak to their computer.

import { effect, signal, untracked } from "../../vendor/signals.js";
import { insert } from "../shared/caret.js";
import { hold, isHolding, take, written } from "../shared/type_ahead.js";
import { go, notice, place } from "../state/route.js";

const KEPT = "deskhand.keys";

export const KEYS = [
  ["j", "Next ticket"],
  ["k", "Previous ticket"],
  ["r", "Reply"],
  ["n", "Private note"],
  ["m", "Insert a macro"],
  ["1 – 9", "Insert a pinned macro"],
  ["a", "Assignee"],
  ["s", "Snooze"],
  ["t", "Add a tag"],
  ["e", "Close or reopen"],
  ["!", "Spam, or not spam"],
  ["u", "Undo, while it is offered"],
  ["/", "Search tickets; find a view or an action"],
  ["?", "Show these keys"],
  ["Ctrl + K", "Search tickets; find a view or an action"],
  ["Esc", "Leave a field, so that keys are keys again"],
  ["Ctrl + Enter", "Send what is written"],
];

// What stands before everything: "palette", "sheet", or nothing.
export const before = signal("");

export const areOn = signal(localStorage.getItem(KEPT) !== "off");

effect(() => {
  if (areOn.value) localStorage.removeItem(KEPT);
  else localStorage.setItem(KEPT, "off");
});

let order = []; // The list as it was when the open ticket was opened: what is done to a ticket moves it.

const idsOf = (tickets) => tickets.shown.value.map(({ id }) => id);

export function followList({ tickets }) {
  return effect(() => {
    const isOpen = place.value.ticket !== "";
    order = isOpen ? untracked(() => idsOf(tickets)) : [];
  });
}

// The next ticket of the list, or the first where none is open.
export function step({ tickets }, by) {
  const ids = idsOf(tickets);
  const open = place.value.ticket;
  const beyond = (all) => (by > 0 ? all.slice(all.indexOf(open) + 1) : all.slice(0, Math.max(0, all.indexOf(open))).reverse());
  const [next] = open ? [...beyond(order).filter((id) => ids.includes(id)), ...beyond(ids)] : ids;
  if (place.value.page === "tickets" && next) go(place.value, next);
}

// Only where an answer can be written; otherwise the key means nothing.
export function usePinned(desk, key) {
  const writing = desk.writing.value;
  if (!writing || !desk.ticket.ticket.value?.reply.is_possible) return false;
  writing.usePinned(key);
  return true;
}

// What is on the screen says itself which key it has.
export function use(key) {
  const element = document.querySelector(`[aria-keyshortcuts="${key}"]:not(:disabled)`);
  if (!element) return false;
  const folded = element.closest("details:not([open])");
  if (folded) folded.open = true;
  if (element.matches("select, input:not([type=radio])")) element.focus();
  else element.click();
  return true;
}

export function open(name) {
  notice.value = "";
  before.value = name;
  hold();
}

// What a key does where nobody types; whether it means anything.
export function press(key, desk) {
  if (key === "?") open("sheet");
  else if (key === "/") open("palette");
  else if (key === "j") step(desk, 1);
  else if (key === "k") step(desk, -1);
  else if (!/^[a-z1-9!]$/.test(key)) return false;
  else if (isComing(desk.ticket)) hold(key);
  else return /[1-9]/.test(key) ? usePinned(desk, key) : use(key);
  return true;
}

const TO_FIELDS = /^[rnmtas1-9]$/;
const WRITABLE = "textarea, input[type=text], input:not([type])";

const isComing = ({ id, ticket, trouble }) => id.value !== "" && !ticket.value && !trouble.value;

// What was pressed before what it is meant for was there, one after the other: what a key opens is drawn before the next.
export async function catchUp(desk) {
  if (before.value) return;
  const keys = take();
  const field = document.activeElement;
  if (!keys.length) return;
  if (field.matches(WRITABLE)) return insert(field, written(keys));
  const [key, ...rest] = keys;
  press(key, desk);
  await null;
  if (isHolding()) return hold(...rest);
  // What was meant for a field that cannot be written in means nothing else.
  if (!rest.length || (TO_FIELDS.test(key) && !document.activeElement.matches(WRITABLE))) return;
  hold(...rest);
  await catchUp(desk);
}
