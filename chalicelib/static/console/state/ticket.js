// The open ticket: its thread, and what is done to it.

import { batch, signal } from "../../vendor/signals.js";
import * as api from "./api.js";

// `onOpen` is told of a ticket before it is asked for first, and returns who hears of the draft in it.
export function openTicket({ onChange, onOpen }) {
  const id = signal("");
  const ticket = signal(null);
  const entries = signal([]);
  const cursor = signal(null);
  const trouble = signal("");
  let turn = 0;
  let keptUnread = "";
  let deeds = Promise.resolve();

  const path = (rest, of = id.value) => `v1/tickets/${encodeURIComponent(of)}/${rest}`;

  function show(wanted) {
    if (id.value === wanted) return;
    turn += 1;
    if (keptUnread !== wanted) keptUnread = "";
    batch(() => {
      id.value = wanted;
      ticket.value = null;
      entries.value = [];
      cursor.value = null;
      trouble.value = "";
    });
    refresh();
  }

  async function refresh() {
    if (!id.value) return;
    const mine = (turn += 1);
    const heard = ticket.value ? null : onOpen(id.value);
    try {
      const page = await api.get(path("messages"), heard ? { draft: true } : {});
      heard?.(page.draft);
      if (mine === turn) batch(() => take(page));
    } catch (problem) {
      if (mine === turn) fail(problem);
      return;
    }
    if (mine === turn) await read();
  }

  function take(page) {
    if (!entries.value.length) cursor.value = page.next_cursor;
    ticket.value = page.ticket;
    entries.value = merged(entries.value, page.data);
    trouble.value = "";
  }

  async function older() {
    const mine = turn;
    const page = await api.get(path("messages"), { cursor: cursor.value });
    if (mine !== turn) return;
    batch(() => {
      cursor.value = page.next_cursor;
      entries.value = merged(entries.value, page.data);
    });
  }

  // Read is what somebody has before them: not what a tab in the background holds.
  async function read() {
    const now = ticket.value;
    if (!now?.is_unread || document.hidden || keptUnread === now.id) return;
    try {
      const changed = await api.post(path("read", now.id));
      if (id.value === now.id) ticket.value = changed;
      onChange();
    } catch {
      // It stays unread, which is the safe side.
    }
  }

  function keepUnread() {
    keptUnread = id.value;
    return act("unread");
  }

  // What is done later arrives later, so that it is what stays.
  function inOrder(deed) {
    const mine = deeds.then(deed);
    deeds = mine.catch(() => {});
    return mine;
  }

  // Every verb ends here: the answer is the ticket as it is now. Returns the problem, if there is one.
  async function act(verb, body = {}) {
    return attempt(async (wanted) => {
      const changed = await inOrder(() => api.post(path(verb, wanted), body));
      if (wanted === id.value) ticket.value = changed;
      onChange();
    });
  }

  // What is done to a ticket that may no longer be the open one.
  async function actOn(wanted, verb, body) {
    if (wanted === id.value) return act(verb, body);
    await inOrder(() => api.post(path(verb, wanted), body));
    onChange();
  }

  // Also for what is not done to the ticket, but may change how it looks.
  async function attempt(work) {
    const wanted = id.value;
    trouble.value = "";
    try {
      await work(wanted);
      await refresh();
      return null;
    } catch (problem) {
      if (wanted === id.value) fail(problem);
      return problem;
    }
  }

  async function retry(entry) {
    await attempt(() => api.post(`v1/messages/${encodeURIComponent(entry.id)}/retry`));
  }

  function add(entry) {
    entries.value = merged(entries.value, [entry]);
  }

  async function sent() {
    await refresh();
    onChange();
  }

  function fail(problem) {
    trouble.value = problem.status === 404 ? "There is no such ticket." : problem.message;
  }

  return { id, ticket, entries, cursor, trouble, path, show, refresh, older, read, keepUnread, act, actOn, attempt, retry, add, sent };
}

// By sequence, the newest word on each entry last: states move, entries never go. Campaigns have no
// sequence of their own; each follows an entry, and its time tells those apart that follow the same.
function merged(known, news) {
  const byId = new Map(known.map((entry) => [entry.id, entry]));
  for (const entry of news) byId.set(entry.id, entry);
  return [...byId.values()].sort((a, b) => place(a) - place(b) || rank(a) - rank(b) || moment(a) - moment(b));
}

const place = (entry) => entry.sequence ?? entry.follows;
const rank = (entry) => (entry.sequence === null ? 1 : 0);
const moment = (entry) => new Date(entry.created_at) - 0;
