// The frame around everything: navigation, the list, the open ticket, and the poll that keeps them true.

import { el, fill, hiddenText } from "../shared/dom.js";
import * as api from "./api.js";
import { ticketList } from "./list.js";
import { presence } from "./presence.js";
import { settingsPage } from "./settings.js";
import { ticketPage } from "./ticket.js";

const BUILT_IN = [
  ["mine", "My inbox"],
  ["all", "All tickets"],
  ["unassigned", "Unassigned"],
  ["spam", "Spam"],
].map(([id, name]) => ({ id, name, is_built_in: true, filters: {} }));
const WITH_TICKET = 1500;
const WITH_LIST = 3000;
const IDLE = 15000;
const HIDDEN = 60000;
const IDLE_AFTER = 300000;

export function inbox(root, me, signOut) {
  const offline = el("p", { class: "offline", role: "status" });
  const nav = el("nav", { "aria-label": "Main" });
  const body = el("div", { class: "body" });
  const own = presence(me);
  const skip = el("a", { class: "skip", href: "#", on: { click: skipToMain } }, "Skip to the tickets");
  fill(
    root,
    skip,
    el("div", { class: "shell" }, el("header", {}, brand(me), nav, account(me, own.element, signOut)), offline, body),
  );
  const list = ticketList(me, { onShown: markOpen, onViews: viewsChanged });
  const ticket = ticketPage(me, { onChange: () => list.refresh(), onClose: () => go(place(), null) });
  const settings = settingsPage(me, { onBadge: () => badge(), onRouting: own.look });
  let views = BUILT_IN;
  let unread = null;
  let sequence = null;
  let timer = 0;
  let isStopped = false;
  let touchedAt = Date.now();

  function show() {
    const now = place();
    drawNav(now);
    body.className = now.page === "settings" ? "body" : `body panes${now.ticket ? " with-ticket" : ""}`;
    if (now.page === "settings") {
      fill(body, settings.element);
      settings.show();
      ticket.leave();
    } else {
      if (!body.contains(list.element)) fill(body, list.element, ticket.element);
      list.show(known(now.view), now.status, now.ticket);
      if (now.ticket) ticket.show(now.ticket);
      else ticket.leave();
    }
    title();
    again(0);
  }

  function drawNav(now) {
    const links = views.map((view) =>
      link(address(view), view.name, now.page !== "settings" && now.view === view.id),
    );
    links.push(link("#/settings", "Settings", now.page === "settings"));
    fill(nav, el("ul", {}, links));
    drawBadge();
  }

  // A view may be gone, or not be loaded yet: its list then says so.
  const known = (id) => views.find((view) => view.id === id) || { id, name: "View", is_built_in: false, filters: {} };

  async function loadViews() {
    try {
      const { data } = await api.get("v1/views");
      const order = BUILT_IN.map(({ id }) => id);
      const rank = (view) => (view.is_built_in ? order.indexOf(view.id) : order.length);
      views = [...data].sort((a, b) => rank(a) - rank(b));
    } catch (problem) {
      if (!isStopped) offline.textContent = `Your views could not be loaded: ${problem.message}`;
    }
    if (!isStopped) show();
  }

  async function viewsChanged(id) {
    await loadViews();
    location.hash = id ? address(known(id)) : "#/all/open";
  }

  function link(href, name, isCurrent) {
    const mark = href === "#/mine/open" ? el("span", { class: "badge", hidden: true }) : null;
    return el("li", {}, el("a", { href, "aria-current": isCurrent ? "page" : null }, name, mark));
  }

  async function badge() {
    const answer = await api.get("v1/badge");
    unread = answer.is_enabled === false || me.unread_badge === false ? 0 : answer.unread;
    drawBadge();
    title();
  }

  function drawBadge() {
    const mark = nav.querySelector(".badge");
    mark.hidden = !unread;
    fill(mark, String(unread ?? ""), hiddenText(" unread tickets"));
  }

  function title() {
    const page = place().page === "settings" ? "Settings" : known(place().view).name;
    document.title = `${unread ? `(${unread}) ` : ""}${page} – Deskhand`;
  }

  function markOpen() {
    title();
  }

  async function poll() {
    try {
      const answer = await api.get("v1/feed", { after: sequence ?? "" });
      const isFirst = sequence === null;
      sequence = answer.sequence;
      // What came between the first list and the first sequence is in neither: look again once.
      if (isFirst || answer.data.length) await refresh(answer.data, isFirst);
      offline.textContent = "";
    } catch (problem) {
      if (isStopped) return;
      offline.textContent = problem.isOffline
        ? "No connection. Trying again…"
        : `Could not look for news: ${problem.message}`;
    }
    again(pause());
  }

  async function refresh(changes, isFirst) {
    await badge();
    if (place().page === "settings") return;
    await list.refresh();
    if (isFirst || changes.some((change) => change.ticket_id === place().ticket)) await ticket.refresh();
  }

  function pause() {
    if (document.hidden) return HIDDEN;
    if (Date.now() - touchedAt > IDLE_AFTER) return IDLE;
    return place().ticket ? WITH_TICKET : WITH_LIST;
  }

  function again(delay) {
    clearTimeout(timer);
    if (!isStopped) timer = setTimeout(poll, delay);
  }

  function wake() {
    touchedAt = Date.now();
    if (!document.hidden) again(0);
  }

  function touched() {
    touchedAt = Date.now();
  }

  const listeners = [
    [window, "hashchange", show],
    [window, "focus", own.look],
    [window, "focus", wake],
    [window, "online", wake],
    [document, "visibilitychange", wake],
    [document, "keydown", touched],
    [document, "pointerdown", touched],
  ];
  for (const [target, name, listener] of listeners) target.addEventListener(name, listener);
  show();
  loadViews();

  return () => {
    isStopped = true;
    clearTimeout(timer);
    ticket.leave();
    for (const [target, name, listener] of listeners) target.removeEventListener(name, listener);
  };
}

// Where the reader is, from the address: #/view/status/ticket or #/settings.
export function place() {
  const [view = "", status = "", ticket = ""] = location.hash.replace(/^#\/?/, "").split("/");
  if (view === "settings") return { page: "settings", view: "", status: "", ticket: "" };
  const isKnown = view.startsWith("view_") || BUILT_IN.some(({ id }) => id === view);
  return { page: "tickets", view: isKnown ? view : "all", status: status || "open", ticket };
}

const address = (view) => `#/${view.id}/${view.is_built_in ? "open" : "default"}`;

export function go({ view, status }, ticket) {
  location.hash = `#/${view}/${status}${ticket ? `/${ticket}` : ""}`;
}

function brand(me) {
  return el("p", { class: "brand" }, el("span", {}, "Deskhand"), el("span", { class: "muted" }, me.account.name));
}

function account(me, own, signOut) {
  return el(
    "div",
    { class: "account" },
    own,
    el("span", { class: "muted", title: me.email }, me.name),
    el("button", { class: "quiet", on: { click: signOut } }, "Sign out"),
  );
}

function skipToMain(event) {
  event.preventDefault();
  document.querySelector("main")?.focus();
}
