// The list of tickets of one view.

import { choice, el, fill, hiddenText } from "../shared/dom.js";
import { time } from "../shared/times.js";
import * as api from "./api.js";
import { go, place } from "./inbox.js";

const STATUSES = [
  ["open", "Open"],
  ["snoozed", "Snoozed"],
  ["closed", "Closed"],
  ["any", "Any status"],
];
const EMPTY = {
  mine: "Nothing is assigned to you here.",
  all: "There are no tickets here.",
  unassigned: "Every ticket has somebody.",
  spam: "No spam. A quiet day.",
};
const CHANNELS = { webchat: "Chat", email: "Email", sms: "SMS", whatsapp: "WhatsApp", instagram: "Instagram" };
const PAGE = 50;

export const channelName = (channel) => CHANNELS[channel] || channel;
export const customerName = (customer) => customer.name || customer.email || customer.phone || "A visitor";

export function ticketList(me, { onShown }) {
  const status = choice(STATUSES, "open", { change: () => go({ ...place(), status: status.value }, null) });
  status.setAttribute("aria-label", "Status");
  const heading = el("h1", {});
  const items = el("ul", { class: "tickets" });
  const said = el("p", { class: "said muted", role: "status" });
  const more = el("button", { hidden: true, on: { click: loadMore } }, "Show more");
  const retry = el("button", { hidden: true, on: { click: refresh } }, "Try again");
  const top = el("div", { class: "list-top" }, heading, el("label", {}, hiddenText("Status"), status));
  const element = el("section", { class: "list", "aria-label": "Tickets" }, top, said, retry, items, more);
  let asked = { view: "", status: "", open: "" };
  let tickets = [];
  let cursor = null;
  let turn = 0;

  async function show(view, chosen, open) {
    const isSame = asked.view === view && asked.status === chosen;
    asked = { view, status: chosen, open };
    status.value = chosen;
    status.disabled = view === "spam";
    heading.textContent = { mine: "My inbox", all: "All tickets", unassigned: "Unassigned", spam: "Spam" }[view];
    if (isSame) {
      draw();
      return;
    }
    tickets = [];
    cursor = null;
    draw();
    said.textContent = "Loading…";
    await refresh();
  }

  // As many as are shown already, so that the list never shrinks under the reader.
  async function refresh() {
    const mine = (turn += 1);
    try {
      const limit = Math.min(Math.max(PAGE, tickets.length), 100);
      const page = await api.get("v1/tickets", { view: asked.view, status: asked.status, limit });
      if (mine !== turn) return;
      const rest = tickets.slice(limit).filter((old) => !page.data.some((ticket) => ticket.id === old.id));
      tickets = [...page.data, ...rest];
      if (!rest.length) cursor = page.next_cursor;
      said.textContent = tickets.length ? "" : EMPTY[asked.view];
      retry.hidden = true;
    } catch (problem) {
      if (mine !== turn) return;
      said.textContent = problem.message;
      retry.hidden = false;
    }
    draw();
    onShown();
  }

  async function loadMore() {
    const mine = (turn += 1);
    more.disabled = true;
    try {
      const page = await api.get("v1/tickets", { view: asked.view, status: asked.status, limit: PAGE, cursor });
      if (mine !== turn) return;
      tickets = [...tickets, ...page.data];
      cursor = page.next_cursor;
      draw();
    } catch (problem) {
      said.textContent = problem.message;
    } finally {
      more.disabled = false;
    }
  }

  function draw() {
    const focused = document.activeElement?.closest?.(".tickets a")?.getAttribute("href");
    fill(items, tickets.map((ticket) => item(ticket, asked, me)));
    more.hidden = !cursor;
    if (focused) [...items.querySelectorAll("a")].find((a) => a.getAttribute("href") === focused)?.focus({ preventScroll: true });
  }

  return { element, show, refresh };
}

function item(ticket, asked, me) {
  const name = customerName(ticket.customer);
  const assignee = ticket.assignee ? ticket.assignee.name || "Assigned" : "Unassigned";
  const isOpen = ticket.id === asked.open;
  return el(
    "li",
    { class: ticket.is_unread ? "unread" : null },
    el(
      "a",
      { href: `#/${asked.view}/${asked.status}/${ticket.id}`, "aria-current": isOpen ? "true" : null },
      el(
        "span",
        { class: "first" },
        ticket.is_unread && el("span", { class: "dot" }, hiddenText("Unread ")),
        el("strong", { title: name }, name),
        el("span", { class: "muted" }, time(ticket.updated_at)),
      ),
      el("span", { class: "subject", title: ticket.subject || null }, ticket.subject || ticket.preview || "No words yet"),
      ticket.subject && el("span", { class: "preview muted" }, ticket.preview),
      el(
        "span",
        { class: "facts muted" },
        el("span", {}, channelName(ticket.channel)),
        el("span", {}, `#${ticket.number}`),
        ticket.status !== "open" && el("span", { class: "chip" }, ticket.status),
        asked.view !== "mine" && el("span", {}, ticket.assignee?.id === me.id ? "You" : assignee),
        ticket.tags.slice(0, 3).map((tag) => el("span", { class: "chip" }, tag.name)),
      ),
    ),
  );
}
