// Work on several tickets at once: what to do, with which, and how far it is.

import { choice, el, field, fill } from "../shared/dom.js";
import * as api from "./api.js";

const ACTIONS = [
  ["close", "Close"],
  ["reopen", "Reopen"],
  ["assign", "Assign"],
  ["unassign", "No assignee"],
  ["tag", "Add a tag"],
  ["untag", "Remove a tag"],
  ["snooze", "Snooze until tomorrow"],
  ["read", "Mark read"],
  ["unread", "Mark unread"],
  ["spam", "Spam"],
  ["not_spam", "Not spam"],
];
const REASONS = {
  already_assigned: "somebody has it",
  closed: "it is closed",
  closed_chat: "the chat is over",
  not_found: "it is not there",
  forbidden: "that is not allowed",
  unknown_agent: "the agent has left",
  cancelled: "cancelled before",
};
const LOOK_EACH = 700;

// `query` gives what the list shows now; `onDone` hears when the tickets have changed.
export function bulkBar({ query, onClear, onDone }) {
  const action = choice(ACTIONS, "close", { change: drawDetail });
  const agent = choice([], "");
  const tag = el("input", { maxlength: 60, autocomplete: "off" });
  const agentField = field("Agent", agent);
  const tagField = field("Tag", tag);
  const everything = el("input", { type: "checkbox", on: { change: count } });
  const all = el("label", { class: "check" }, everything, "All that match this list");
  const said = el("p", { role: "status" });
  const apply = el("button", { class: "main", type: "submit" }, "Apply");
  const form = el(
    "form",
    { class: "bulk", "aria-label": "Selected tickets", hidden: true, on: { submit } },
    said,
    all,
    field("What to do", action),
    agentField,
    tagField,
    el("div", { class: "actions" }, apply, el("button", { type: "button", on: { click: onClear } }, "Clear selection")),
  );
  const bar = el("progress", { max: 1, "aria-label": "Progress" });
  const progressSaid = el("p", { role: "status" });
  const cancel = el("button", { on: { click: stop } }, "Cancel");
  const progress = el("div", { class: "bulk", hidden: true }, progressSaid, bar, cancel);
  const element = el("div", {}, form, progress);
  let ids = [];
  let running = "";

  function show(selected, hasMore) {
    ids = selected;
    form.hidden = !ids.length;
    all.hidden = !hasMore;
    if (!hasMore || !ids.length) everything.checked = false;
    count();
    drawDetail();
  }

  function count() {
    said.textContent = everything.checked ? "All that match are selected" : `${ids.length} selected`;
  }

  function drawDetail() {
    agentField.hidden = action.value !== "assign";
    tagField.hidden = action.value !== "tag" && action.value !== "untag";
    agent.required = !agentField.hidden;
    tag.required = !tagField.hidden;
  }

  function agents(list) {
    const kept = agent.value;
    fill(agent, list.map(({ id, name }) => el("option", { value: id }, name)));
    if (kept) agent.value = kept;
  }

  function order() {
    const selection = everything.checked ? query() : { ids };
    const details = {
      assign: { agent_id: agent.value },
      tag: { tags: [tag.value.trim()] },
      untag: { tags: [tag.value.trim()] },
      snooze: { preset: "tomorrow" },
    };
    return { action: action.value, ...details[action.value], ...selection };
  }

  async function submit(event) {
    event.preventDefault();
    apply.disabled = true;
    try {
      const { job_id: id } = await api.post("v1/tickets/bulk", order());
      running = id;
      progress.hidden = false;
      cancel.hidden = false;
      onClear();
      await watch(id);
    } catch (problem) {
      said.textContent = problem.message;
    } finally {
      apply.disabled = false;
    }
  }

  async function watch(id) {
    for (;;) {
      const job = await api.get(`v1/jobs/${encodeURIComponent(id)}`, { limit: 100 });
      if (running !== id) return;
      draw(job);
      if (job.state !== "running") break;
      await new Promise((done) => setTimeout(done, LOOK_EACH));
    }
    running = "";
    cancel.hidden = true;
    onDone();
  }

  function draw(job) {
    const worked = job.done + job.failed;
    if (job.total === null) bar.removeAttribute("value");
    else bar.value = job.total ? worked / job.total : 1;
    const isOver = job.state !== "running";
    const start = { running: "Working: ", done: "Done: ", cancelled: "Cancelled: " }[job.state];
    const total = job.total === null ? "looking for the tickets" : `${worked} of ${job.total} tickets`;
    progressSaid.textContent = `${start}${total}${isOver ? failures(job) : ""}`;
    bar.hidden = isOver;
  }

  async function stop() {
    try {
      draw(await api.post(`v1/jobs/${encodeURIComponent(running)}/cancel`));
    } catch (problem) {
      progressSaid.textContent = problem.message;
    }
  }

  return { element, show, agents };
}

function failures(job) {
  if (!job.failed) return "";
  const codes = new Set((job.outcomes || []).map((each) => each.outcome).filter((code) => code !== "ok" && code !== "cancelled"));
  const reasons = [...codes].map((code) => REASONS[code] || code.replaceAll("_", " "));
  return `. ${job.failed} not changed: ${reasons.join(", ")}`;
}
