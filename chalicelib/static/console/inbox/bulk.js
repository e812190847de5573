// Work on several tickets at once: what to do, with which, and how far it is.

import { Check, Choice, Input } from "../shared/fields.js";
import { html } from "../shared/html.js";
import { count } from "../shared/words.js";

const ACTIONS = [
  ["", "Choose…"],
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
const DONE = {
  close: "Closed",
  reopen: "Reopened",
  assign: "Assigned",
  unassign: "Took the assignee from",
  tag: "Tagged",
  untag: "Removed the tag from",
  snooze: "Snoozed",
  read: "Marked read:",
  unread: "Marked unread:",
  spam: "Marked as spam:",
  not_spam: "Marked as not spam:",
  undo: "Taken back:",
};
const REASONS = {
  already_assigned: "somebody has it",
  closed: "it is closed",
  closed_chat: "the chat is over",
  not_found: "it is not there",
  forbidden: "that is not allowed",
  unknown_agent: "the agent has left",
  cancelled: "cancelled before",
};
const DETAILS = {
  assign: ({ agent }) => ({ agent_id: agent.value }),
  tag: ({ tag }) => ({ tags: [tag.value.trim()] }),
  untag: ({ tag }) => ({ tags: [tag.value.trim()] }),
  snooze: () => ({ preset: "tomorrow" }),
};

export function BulkBar({ desk }) {
  return html`
    <div>
      ${desk.tickets.picked.value.length > 0 && html`<${Order} desk=${desk} />`}
      ${desk.bulk.job.value && html`<${Progress} bulk=${desk.bulk} job=${desk.bulk.job.value} />`}
    </div>
  `;
}

function Order({ desk }) {
  const { bulk, tickets } = desk;
  const action = bulk.action.value;
  const isEverything = bulk.isEverything.value;
  const words = isEverything ? "All that match are selected" : `${tickets.picked.value.length} selected`;
  const submit = (event) => {
    event.preventDefault();
    bulk.start(DETAILS[action]?.(event.currentTarget.elements) || {});
  };
  return html`
    <form class="bulk" aria-label="Selected tickets" onSubmit=${submit}>
      <p role="status">${bulk.trouble.value || words}</p>
      ${tickets.isAllPicked.value && html`<${Everything} isEverything=${bulk.isEverything} />`}
      <${Choice}
        label="What to do"
        options=${ACTIONS}
        value=${action}
        onChange=${(event) => {
          bulk.action.value = event.currentTarget.value;
        }}
      />
      <${Detail} action=${action} agents=${desk.agents.value} />
      <div class="actions">
        <button class="main" type="submit" disabled=${!action || bulk.isSending.value}>Apply</button>
        <button type="button" onClick=${() => tickets.pickAll(false)}>Clear selection</button>
      </div>
    </form>
  `;
}

function Everything({ isEverything }) {
  const change = (event) => {
    isEverything.value = event.currentTarget.checked;
  };
  return html`<${Check} label="All that match this list" checked=${isEverything.value} onChange=${change} />`;
}

function Detail({ action, agents }) {
  if (action === "assign") {
    const people = agents.map(({ id, name }) => [id, name]);
    return html`<${Choice} label="Agent" name="agent" required options=${people} />`;
  }
  if (action !== "tag" && action !== "untag") return null;
  return html`<${Input} label="Tag" name="tag" required maxlength="60" autocomplete="off" />`;
}

function Progress({ bulk, job }) {
  const isRunning = job.state === "running";
  const done = job.total === null ? null : job.total ? (job.done + job.failed) / job.total : 1;
  return html`
    <div class="bulk">
      <p role="status">${job.trouble || told(job)}</p>
      ${isRunning && html`<progress max="1" aria-label="Progress" value=${done}></progress>`}
      ${isRunning
        ? html`<button onClick=${bulk.cancel}>Cancel</button>`
        : html`<button class="quiet" onClick=${bulk.dismiss}>Dismiss</button>`}
    </div>
  `;
}

const tickets = (number) => count(number, "ticket");

function told(job) {
  const label = ACTIONS.find(([key]) => key === job.action)?.[1] || "Working";
  const far = job.total === null ? "looking for the tickets" : `${job.done + job.failed} of ${tickets(job.total)}`;
  if (job.state === "running") return `${label}: ${far}`;
  return job.state === "cancelled" ? `Cancelled. ${outcome(job)}` : outcome(job);
}

function outcome(job) {
  const isAll = job.done === job.total;
  const number = `${isAll ? "" : `${job.done} of `}${tickets(job.total ?? job.done)}`;
  return `${DONE[job.action] || "Done:"} ${number}${failures(job)}`;
}

function failures(job) {
  if (!job.failed) return "";
  const codes = new Set(job.outcomes?.map((each) => each.outcome).filter((code) => code !== "ok" && code !== "cancelled"));
  const reasons = [...codes].map((code) => REASONS[code] || code.replaceAll("_", " "));
  return `. ${job.failed} not changed: ${reasons.join(", ")}`;
}
