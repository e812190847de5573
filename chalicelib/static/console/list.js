// The list of tickets of one view.

import { choice, el, fill, hiddenText } from "../shared/dom.js";
import { time } from "../shared/times.js";
import * as api from "./api.js";
import { bulkBar } from "./bulk.js";
import { filterBar } from "./filters.js";
import { go, place } from "./inbox.js";

const STATUSES = [
  ["open", "Open"],
  ["snoozed", "Snoozed"],
  ["closed", "Closed"],
  ["any", "Any status"],
];
const OF_VIEW = ["default", "As the view says"];
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

export function ticketList(me, { onShown, onViews }) {
  const status = choice([OF_VIEW, ...STATUSES], "open", { change: () => go({ ...place(), status: status.value }, null) });
  status.setAttribute("aria-label", "Status");
  const heading = el("h1", {});
  const items = el("ul", { class: "tickets" });
  const said = el("p", { class: "said muted", role: "status" });
  const more = el("button", { hidden: true, on: { click: loadMore } }, "Show more");
  const retry = el("button", { hidden: true, on: { click: refresh } }, "Try again");
  const top = el("div", { class: "list-top" }, heading, el("label", {}, hiddenText("Status"), status));
  const filters = filterBar({ onChange: restart, onViews });
  const bulk = bulkBar({ query, onClear: unpick, onDone: refresh });
  const everyShown = el("input", { type: "checkbox", on: { change: pickShown } });
  const pickAll = el("label", { class: "check pick-all" }, everyShown, "Select all shown");
  const parts = [top, filters.element, bulk.element, said, retry, pickAll, items, more];
  const element = el("section", { class: "list", "aria-label": "Tickets" }, parts);
  let asked = { view: "", status: "", open: "" };
  let picked = new Set();
  let tickets = [];
  let cursor = null;
  let turn = 0;

  async function show(view, chosen, open) {
    const isSame = asked.view === view.id && asked.status === chosen;
    asked = { view: view.id, status: chosen, open };
    status.options[0].hidden = view.is_built_in;
    status.value = chosen;
    status.disabled = view.id === "spam";
    heading.textContent = view.name;
    filters.show(view, chosen);
    if (isSame) draw();
    else await restart();
  }

  async function restart() {
    tickets = [];
    cursor = null;
    picked = new Set();
    draw();
    said.textContent = "Loading…";
    await refresh();
  }

  function query() {
    const own = asked.status === "default" ? {} : { status: asked.status };
    return { view: asked.view, ...own, ...filters.chosen() };
  }

  // As many as are shown already, so that the list never shrinks under the reader.
  async function refresh() {
    const mine = (turn += 1);
    try {
      const limit = Math.min(Math.max(PAGE, tickets.length), 100);
      const page = await api.get("v1/tickets", { ...query(), limit });
      if (mine !== turn) return;
      const rest = tickets.slice(limit).filter((old) => !page.data.some((ticket) => ticket.id === old.id));
      tickets = [...page.data, ...rest];
      if (!rest.length) cursor = page.next_cursor;
      said.textContent = tickets.length ? "" : EMPTY[asked.view] || "Nothing matches.";
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
      const page = await api.get("v1/tickets", { ...query(), limit: PAGE, cursor });
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
    const focused = items.contains(document.activeElement) && document.activeElement.dataset.key;
    fill(items, tickets.map((ticket) => item(ticket, asked, me, pick(ticket))));
    more.hidden = !cursor;
    pickAll.hidden = !tickets.length;
    drawPicked();
    if (focused) [...items.querySelectorAll("[data-key]")].find((own) => own.dataset.key === focused)?.focus({ preventScroll: true });
  }

  function pick(ticket) {
    const label = `Select ${customerName(ticket.customer)}: ${ticket.subject || ticket.preview || "no words yet"}`;
    const box = el("input", { type: "checkbox", checked: picked.has(ticket.id), "aria-label": label, "data-key": `pick ${ticket.id}` });
    box.addEventListener("change", () => {
      if (box.checked) picked.add(ticket.id);
      else picked.delete(ticket.id);
      drawPicked();
    });
    return box;
  }

  function drawPicked() {
    const shown = tickets.filter((ticket) => picked.has(ticket.id)).map((ticket) => ticket.id);
    picked = new Set(shown);
    everyShown.checked = shown.length > 0 && shown.length === tickets.length;
    everyShown.indeterminate = shown.length > 0 && !everyShown.checked;
    bulk.show(shown, everyShown.checked);
  }

  function pickShown() {
    picked = new Set(everyShown.checked ? tickets.map((ticket) => ticket.id) : []);
    draw();
  }

  function unpick() {
    picked = new Set();
    draw();
  }

  async function loadAgents() {
    try {
      const active = (await api.get("v1/agents")).data.filter((agent) => agent.is_active);
      filters.agents(active);
      bulk.agents(active);
    } catch {
      // The list is of use without their names, too.
    }
  }

  loadAgents();
  return { element, show, refresh };
}

function item(ticket, asked, me, box) {
  const name = customerName(ticket.customer);
  const assignee = ticket.assignee ? ticket.assignee.name || "Assigned" : "Unassigned";
  const isOpen = ticket.id === asked.open;
  return el(
    "li",
    { class: ticket.is_unread ? "unread" : null },
    box,
    el(
      "a",
      { href: `#/${asked.view}/${asked.status}/${ticket.id}`, "data-key": ticket.id, "aria-current": isOpen ? "true" : null },
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
