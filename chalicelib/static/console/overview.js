// What is known of the ticket, and what can be done with it.

import { choice, el, field, fill, hiddenText } from "../shared/dom.js";
import { exact, time } from "../shared/times.js";
import * as api from "./api.js";
import { channelName, customerName } from "./list.js";

const PRESETS = [
  ["", "Snooze…"],
  ["later_today", "Later today"],
  ["tomorrow", "Tomorrow morning"],
  ["one_week", "In one week"],
];
const WAYS = { round_robin: "Assigned by round robin", team: "Assigned in turn by the team" };
const WIDE = matchMedia("(min-width: 1180px)");

export function overview(me, { act, perform }) {
  const actions = el("div", { class: "actions", role: "group", "aria-label": "Actions" });
  const assignee = choice([["", "No assignee"]], "", { change: assign });
  const facts = el("dl", {});
  const tags = el("ul", { class: "tags", "aria-label": "Tags" });
  const newTag = el("input", { maxlength: 60, autocomplete: "off" });
  const way = el("p", { class: "hint muted", hidden: true });
  const takeover = el("div", { class: "trouble", role: "alert", hidden: true });
  const tagForm = el(
    "form",
    { on: { submit: addTag } },
    field("Add a tag", newTag),
    el("button", { type: "submit" }, "Add"),
  );
  const element = el(
    "details",
    { class: "overview", open: WIDE.matches },
    el("summary", {}, "Overview"),
    actions,
    el("div", { class: "assignee" }, field("Assignee", assignee), way, takeover),
    facts,
    el("h3", {}, "Tags"),
    tags,
    tagForm,
  );
  const counts = new Map();
  let ticket = null;
  let agents = null;
  let keptUnread = "";

  function draw(now) {
    const isOther = ticket?.id !== now.id;
    ticket = now;
    if (isOther) {
      takeover.hidden = true;
      if (keptUnread !== now.id) keptUnread = "";
      counts.delete(now.customer.id);
      count(now.customer.id);
    }
    drawActions();
    drawAgents();
    drawWay();
    drawFacts();
    fill(tags, ticket.tags.length ? ticket.tags.map(tagItem) : el("li", { class: "muted" }, "None yet"));
    if (!agents) loadAgents();
  }

  function drawActions() {
    const isOver = ticket.status === "closed" && ticket.channel === "webchat";
    const snooze = choice(PRESETS, "", { change: () => snooze.value && act("snooze", { preset: snooze.value }) });
    snooze.setAttribute("aria-label", "Snooze");
    fill(
      actions,
      ticket.status === "closed"
        ? el("button", { disabled: isOver, on: { click: () => act("reopen") } }, "Reopen")
        : el("button", { on: { click: () => act("close") } }, "Close"),
      ticket.status === "snoozed"
        ? el("button", { on: { click: () => act("reopen") } }, "Wake now")
        : ticket.status === "open" && snooze,
      ticket.is_spam
        ? el("button", { on: { click: () => act("not_spam") } }, "Not spam")
        : el("button", { on: { click: () => act("spam") } }, "Spam"),
      el("button", { on: { click: markUnread } }, "Mark unread"),
      blocking(),
    );
  }

  // Only an address can be blocked: of a visitor who left none there is nothing to know again.
  function blocking() {
    const { email } = ticket.customer;
    if (!email) return null;
    return ticket.reply_refusal === "blocked"
      ? el("button", { on: { click: () => perform(() => unblock(email)) } }, "Unblock sender")
      : el("button", { on: { click: () => perform(() => block(email)) } }, "Block sender");
  }

  const block = (email) => api.post("v1/blocks", { kind: "email", value: email });

  // Also a block of the whole domain: whoever is to be heard must not be stopped by another one.
  async function unblock(email) {
    const { data } = await api.get("v1/blocks", { address: email });
    for (const { id } of data) await api.remove(`v1/blocks/${encodeURIComponent(id)}`);
  }

  function markUnread() {
    keptUnread = ticket.id;
    act("unread");
  }

  async function loadAgents() {
    agents = [];
    try {
      agents = (await api.get("v1/agents")).data.filter((agent) => agent.is_active);
      drawAgents();
    } catch {
      agents = null;
    }
  }

  function drawAgents() {
    const known = (agents || []).map((agent) => [agent.id, agent.id === me.id ? `${agent.name} (you)` : agent.name]);
    const current = ticket.assignee;
    if (current && !known.some(([id]) => id === current.id)) known.push([current.id, current.name || "An agent"]);
    if (document.activeElement === assignee && assignee.value === (current?.id || "") && assignee.length > 1) return;
    const options = [["", "No assignee"], ...known];
    fill(assignee, options.map(([id, name]) => el("option", { value: id, selected: id === (current?.id || "") }, name)));
  }

  function drawWay() {
    way.textContent = (ticket.assignee && WAYS[ticket.assigned_by]) || "";
    way.hidden = !way.textContent;
  }

  async function assign() {
    takeover.hidden = true;
    const wanted = assignee.value || null;
    const problem = await act("assign", { agent_id: wanted });
    if (problem?.code === "already_assigned") offerTakeover(problem, wanted);
  }

  // Somebody was faster: taking it from them is said aloud (decided again, by force).
  function offerTakeover(problem, wanted) {
    const holder = problem.body.assignee?.name || "Somebody else";
    const force = async () => {
      takeover.hidden = true;
      await act("assign", { agent_id: wanted, force: true });
    };
    takeover.hidden = false;
    fill(takeover, el("p", {}, `${holder} has this ticket.`), el("button", { on: { click: force } }, "Assign anyway"));
  }

  function drawFacts() {
    const { customer } = ticket;
    const words = { open: "Open", closed: "Closed", snoozed: `Snoozed until ${exact(ticket.snoozed_until || 0)}` };
    const rows = [
      ["Number", `#${ticket.number}`],
      ["Status", words[ticket.status]],
      ["Created", time(ticket.created_at, exact(ticket.created_at))],
      ticket.team && ["Team", ticket.team.name || "A team that is gone"],
      ["Channel", channelName(ticket.channel)],
      ["Customer", customerName(customer)],
      customer.email && customer.email !== customerName(customer) && ["Email", customer.email],
      customer.phone && customer.phone !== customerName(customer) && ["Phone", customer.phone],
      ["Tickets", counts.get(customer.id) ?? "…"],
    ];
    fill(facts, rows.filter(Boolean).map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value))));
  }

  async function count(customerId) {
    try {
      const { tickets_count: found } = await api.get(`v1/customers/${encodeURIComponent(customerId)}`);
      counts.set(customerId, String(found));
    } catch {
      counts.set(customerId, "unknown");
    }
    if (ticket?.customer.id === customerId) drawFacts();
  }

  function tagItem(tag) {
    const remove = el("button", { class: "quiet", on: { click: () => act("tags", { remove: [tag.name] }) } }, "×", hiddenText(` Remove ${tag.name}`));
    return el("li", { class: "chip" }, tag.name, remove);
  }

  async function addTag(event) {
    event.preventDefault();
    const name = newTag.value.trim();
    if (name && !(await act("tags", { add: [name] }))) newTag.value = "";
  }

  WIDE.addEventListener("change", () => {
    element.open = WIDE.matches;
  });

  return { element, draw, keepsUnread: (id) => keptUnread === id };
}
