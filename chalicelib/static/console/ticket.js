// One ticket: its thread, what is known of it, and the composer.

import { el, fill } from "../shared/dom.js";
import * as api from "./api.js";
import { composer } from "./composer.js";
import { customerName } from "./list.js";
import { overview } from "./overview.js";
import { thread } from "./thread.js";

export function ticketPage(me, { onChange, onClose }) {
  const heading = el("h2", { tabindex: "-1" });
  const trouble = el("p", { class: "trouble", role: "alert", hidden: true });
  const back = el("button", { class: "quiet back", on: { click: onClose } }, "← Back to the list");
  const empty = el("p", { class: "centre muted" }, "Choose a ticket to read it.");
  const messages = thread({ onOlder: older, onRetry: retry });
  const side = overview(me, { act, perform });
  const writing = composer(me, { onSent });
  const head = el("div", { class: "ticket-head" }, back, heading);
  const conversation = el("div", { class: "conversation" }, head, trouble, messages.element, writing.element);
  const element = el("main", { class: "ticket", tabindex: "-1", "aria-label": "Ticket" }, empty);
  let id = "";
  let ticket = null;
  let entries = [];
  let cursor = null;
  let turn = 0;
  let isNew = false; // The reader's place moves to the heading once, whichever refresh brings the ticket.

  async function show(wanted) {
    if (id === wanted) return;
    leave();
    id = wanted;
    heading.textContent = "Loading…";
    messages.loading();
    fill(element, conversation, side.element);
    side.element.hidden = true;
    writing.element.hidden = true;
    isNew = true;
    await refresh();
  }

  function leave() {
    id = "";
    turn += 1;
    ticket = null;
    entries = [];
    cursor = null;
    trouble.hidden = true;
    fill(element, empty);
  }

  async function refresh() {
    if (!id) return;
    const mine = (turn += 1);
    try {
      const page = await api.get(`v1/tickets/${encodeURIComponent(id)}/messages`);
      if (mine !== turn) return;
      if (!entries.length) cursor = page.next_cursor;
      ticket = page.ticket;
      entries = merged(entries, page.data);
      trouble.hidden = true;
    } catch (problem) {
      if (mine === turn) failed(problem);
      return;
    }
    draw();
    markRead();
  }

  async function older() {
    const mine = turn;
    const page = await api.get(`v1/tickets/${encodeURIComponent(id)}/messages`, { cursor });
    if (mine !== turn) return;
    cursor = page.next_cursor;
    entries = merged(entries, page.data);
    draw();
  }

  function draw() {
    heading.textContent = ticket.subject || `Conversation with ${customerName(ticket.customer)}`;
    side.element.hidden = false;
    writing.element.hidden = false;
    messages.draw(ticket, entries, cursor !== null);
    side.draw(ticket);
    writing.draw(ticket);
    if (isNew) heading.focus({ preventScroll: true });
    isNew = false;
  }

  async function markRead() {
    if (!ticket.is_unread || document.hidden || side.keepsUnread(ticket.id)) return;
    try {
      ticket = await api.post(`v1/tickets/${encodeURIComponent(ticket.id)}/read`);
      onChange();
    } catch {
      // It stays unread, which is the safe side.
    }
  }

  // Every verb of the overview ends here: the answer is the ticket as it is now.
  async function act(verb, body = {}) {
    const wanted = id;
    trouble.hidden = true;
    try {
      const changed = await api.post(`v1/tickets/${encodeURIComponent(wanted)}/${verb}`, body);
      if (wanted === id) ticket = changed;
      onChange();
      await refresh();
      return null;
    } catch (problem) {
      if (wanted === id) failed(problem);
      return problem;
    }
  }

  // What is not done to the ticket, but may change how it looks.
  async function perform(work) {
    const wanted = id;
    trouble.hidden = true;
    try {
      await work();
      await refresh();
    } catch (problem) {
      if (wanted === id) failed(problem);
    }
  }

  async function retry(entry) {
    try {
      await api.post(`v1/messages/${encodeURIComponent(entry.id)}/retry`);
    } catch (problem) {
      failed(problem);
    }
    await refresh();
  }

  async function onSent() {
    await refresh();
    onChange();
  }

  function failed(problem) {
    trouble.textContent = problem.status === 404 ? "There is no such ticket." : problem.message;
    trouble.hidden = false;
    if (ticket) side.draw(ticket);
    else heading.textContent = "Ticket";
  }

  return { element, show, refresh, leave };
}

// By sequence, the newest word on each entry last: states move, entries never go.
function merged(known, news) {
  const bySequence = new Map(known.map((entry) => [entry.sequence, entry]));
  for (const entry of news) bySequence.set(entry.sequence, entry);
  return [...bySequence.values()].sort((a, b) => a.sequence - b.sequence);
}
