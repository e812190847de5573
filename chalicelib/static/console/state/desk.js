// What a signed-in agent has before them: every screen is given the desk, as every operation is on the server.

import { computed, effect, signal, untracked } from "../../vendor/signals.js";
import * as api from "./api.js";
import { openBulk } from "./bulk.js";
import { openDrafts } from "./drafts.js";
import { openFeed } from "./feed.js";
import { openHere } from "./here.js";
import { openMacros } from "./macros.js";
import { openOutbox } from "./outbox.js";
import { openPresence } from "./presence.js";
import { openReturned } from "./returned.js";
import { place, replace } from "./route.js";
import { openTicket } from "./ticket.js";
import { openTickets } from "./tickets.js";
import { openUndo } from "./undo.js";
import { openUploads } from "./uploads.js";
import { openViews } from "./views.js";
import { openWriting } from "./writing.js";

const PAGES = { settings: "Settings", reports: "Reports" };

export function openDesk(me, signOut) {
  const views = openViews();
  const tickets = openTickets();
  const outbox = openOutbox(me, { onSent });
  const drafts = openDrafts(me, { isEnding: outbox.isSending });
  const ticket = openTicket({ onChange: tickets.refresh, onOpen: drafts.ask });
  const undo = openUndo(ticket);
  const returned = openReturned(ticket);
  const bulk = openBulk(tickets, undo);
  const uploads = openUploads((ticketId, kind, files) => drafts.write(ticketId, kind, { files }));
  const macros = openMacros();
  const writing = signal(null);
  const presence = openPresence(me);
  const unread = signal(0);
  const opened = signal({}); // How many tickets are open in each of the views that everybody has.
  const agents = signal([]);
  const plan = signal(me.account);
  const trouble = signal("");
  const shownId = computed(() => ticket.ticket.value?.id ?? "");
  const here = openHere(() => shownId.value, { onTurn: () => feed.hurry() });
  const feed = openFeed(`deskhand.feed.${me.id}`, { isReading: () => place.value.ticket !== "", here, onNews });
  const connection = computed(() => feed.trouble.value || views.trouble.value || trouble.value);
  const waiting = computed(() => outbox.items.value.filter(({ state }) => state === "waiting").length);

  async function countUnread() {
    const answer = await api.get("v1/badge");
    unread.value = answer.unread;
    opened.value = answer.open;
  }

  async function onNews(changes, isAll) {
    const isOpen = isAll || changes.some((change) => change.ticket_id === place.value.ticket);
    try {
      await countUnread();
      trouble.value = "";
    } catch (problem) {
      trouble.value = `Could not count what is unread: ${problem.message}`;
    }
    await tickets.refresh();
    if (isOpen) await ticket.refresh();
  }

  // `entry` is what an item of the outbox has become.
  function onSent(item, entry) {
    if (entry) drafts.ended(item.ticket_id, item.draft);
    if (entry?.held_until) undo.offer("Sent.", () => returned.takeBack(item, entry));
    if (item.ticket_id !== ticket.id.value) return void tickets.refresh();
    if (entry) ticket.add(entry);
    here.rest();
    ticket.sent();
    feed.hurry();
  }

  async function lookAtPlan() {
    try {
      plan.value = (await api.get("v1/me")).account;
    } catch {
      // It is as it was, as far as anybody knows.
    }
  }

  async function loadAgents() {
    try {
      agents.value = (await api.get("v1/agents")).data.filter((agent) => agent.is_active);
    } catch {
      // The lists are of use without their names, too; the next ticket asks again.
    }
  }

  function follow() {
    const now = place.value;
    const isGone = views.isComplete.value && now.page === "tickets" && !views.has(now.view);
    untracked(() => {
      if (now.isUnknown || isGone) giveWay(now);
      else show(now);
    });
  }

  const giveWay = ({ ticket: open }) =>
    replace(`#/all/open${open ? `/${open}` : ""}`, "There is no such view. These are all tickets.");

  function show(now) {
    if (now.page === "tickets") tickets.show(now.view, now.status);
    if (now.ticket !== ticket.id.value) here.leave();
    ticket.show(now.ticket);
    write(now.ticket);
    if (now.ticket && !agents.value.length) loadAgents();
    feed.hurry();
  }

  function write(ticketId) {
    if (writing.value?.id === ticketId) return;
    writing.value?.stop();
    writing.value = ticketId ? openWriting({ me, ticket, outbox, uploads, drafts, macros, undo }) : null;
  }

  function title() {
    const page = PAGES[place.value.page] || views.known(place.value.view).name;
    document.title = `${unread.value ? `(${unread.value}) ` : ""}${page} – Deskhand`;
  }

  // Others see at once who has come.
  function arrive() {
    if (shownId.value) untracked(feed.hurry);
  }

  function seen() {
    if (document.hidden) return;
    ticket.read();
    drafts.look(ticket.id.value);
  }

  function cameBack() {
    presence.look();
    drafts.look(ticket.id.value);
  }

  const stops = [effect(follow), effect(title), effect(arrive), outbox.stop, drafts.stop, feed.stop];
  document.addEventListener("visibilitychange", seen);
  window.addEventListener("focus", cameBack);
  api.onLacking(lookAtPlan);
  for (const load of [views.load, loadAgents, presence.look]) load();

  function leave() {
    for (const stop of stops) stop();
    document.removeEventListener("visibilitychange", seen);
    window.removeEventListener("focus", cameBack);
    ticket.show("");
    write("");
  }

  return {
    me, views, tickets, ticket, bulk, outbox, macros, writing, returned, presence, here, undo, unread, opened, agents, plan,
    connection, waiting, countUnread, loadAgents, lookAtPlan, signOut, leave,
  };
}
