// Everything that can be done or reached from here, by name; tickets are the palette's own.

import { address } from "../state/route.js";
import { step, use } from "./keys.js";

export function actionsOf(desk, onSheet) {
  const all = [...ofTicket(desk), ...ofDesk(desk, onSheet), ...ofMacros(desk), ...toViews(desk)];
  return all.map((action) => ({ id: action.name, ...action }));
}

function ofTicket({ ticket: { ticket, act, keepUnread }, undo, me }) {
  const now = ticket.value;
  if (!now) return [];
  const snooze = (name, preset) => ({ name: `Snooze: ${name}`, run: () => undo.act("snooze", { preset }) });
  return [
    { name: "Reply", key: "r", run: () => use("r") },
    { name: "Private note", key: "n", run: () => use("n") },
    now.assignee?.id !== me.id && { name: "Assign to me", run: () => act("assign", { agent_id: me.id }) },
    now.assignee && { name: "Take the assignment away", run: () => act("assign", { agent_id: null }) },
    now.channel !== "webchat" && { name: now.status === "closed" ? "Reopen" : "Close", key: "e", run: () => use("e") },
    ...(now.status === "open"
      ? [snooze("later today", "later_today"), snooze("tomorrow morning", "tomorrow"), snooze("in one week", "one_week")]
      : []),
    { name: now.is_spam ? "Not spam" : "Spam", key: "!", run: () => use("!") },
    { name: "Add a tag", key: "t", run: () => use("t") },
    { name: "Mark unread", run: keepUnread },
  ].filter(Boolean);
}

function ofDesk(desk, onSheet) {
  const { isShown, isOnline, turn } = desk.presence;
  return [
    { name: "Next ticket", key: "j", run: () => step(desk, 1) },
    { name: "Previous ticket", key: "k", run: () => step(desk, -1) },
    isShown.value && { name: isOnline.value ? "Go offline" : "Go online", run: turn },
    { name: "Show the keys", key: "?", run: onSheet },
    { name: "Sign out", run: desk.signOut },
  ].filter(Boolean);
}

function ofMacros({ macros, writing, ticket }) {
  const now = writing.value;
  if (!now || !ticket.ticket.value?.reply.is_possible) return [];
  const inserting = (macro) => ({ id: macro.id, name: `Macro: ${macro.title}`, key: macros.keyOf(macro), run: () => now.use(macro) });
  return [{ name: "Insert macro", key: "m", run: () => use("m") }, ...macros.active.value.map(inserting)];
}

function toViews({ views }) {
  const to = (hash) => () => {
    location.hash = hash;
  };
  const all = views.all.value.map((view) => ({ name: `View: ${view.name}`, run: to(address(view)) }));
  return [...all, { name: "Settings", run: to("#/settings") }];
}
