// What narrows a list, and the views that keep such filters for everybody.

import { choice, el, field, fill } from "../shared/dom.js";
import * as api from "./api.js";

const CHANNELS = [
  ["", "Any channel"],
  ["email", "Email"],
  ["webchat", "Chat"],
  ["sms", "SMS"],
  ["whatsapp", "WhatsApp"],
  ["instagram", "Instagram"],
];
const ACTIVITY = [
  ["", "Any time"],
  ["24h", "In the last day"],
  ["7d", "In the last 7 days"],
  ["30d", "In the last 30 days"],
];
const WHO = [
  ["", "Anybody"],
  ["me", "Whoever looks"],
  ["none", "Nobody"],
];

// `chosen` tells what the reader picked; `onChange` hears of it, `onViews` of views made or gone.
export function filterBar({ onChange, onViews }) {
  const channel = choice(CHANNELS, "", { change: changed });
  const assignee = choice(WHO, "", { change: changed });
  const activity = choice(ACTIVITY, "", { change: changed });
  const tag = el("input", { maxlength: 60, autocomplete: "off", on: { change: changed } });
  const name = el("input", { maxlength: 60, required: true, autocomplete: "off" });
  const trouble = el("p", { class: "trouble", role: "alert", hidden: true });
  const rename = el("button", { type: "button", on: { click: () => save(renamed) } }, "Rename this view");
  const remove = el("button", { type: "button", on: { click: removeView } }, "Delete this view");
  const own = el("div", { class: "actions" }, rename, remove);
  const summary = el("summary", {}, "Filters and views");
  const form = el(
    "form",
    { on: { submit } },
    field("Name of the view", name),
    el("button", { class: "main", type: "submit" }, "Save as view"),
    own,
  );
  const element = el(
    "details",
    { class: "filters" },
    summary,
    field("Channel", channel),
    field("Assigned to", assignee),
    field("With the tag", tag),
    field("Last updated", activity),
    el("button", { type: "button", on: { click: clear } }, "Clear filters"),
    form,
    trouble,
  );
  let view = null;
  let status = "open";

  function show(shownView, shownStatus) {
    const isOther = view?.id !== shownView.id || view.name !== shownView.name;
    view = shownView;
    status = shownStatus;
    own.hidden = view.is_built_in;
    form.hidden = view.id === "spam"; // Spam is a place, not a filter.
    if (!isOther) return;
    reset();
    trouble.hidden = true;
    name.value = view.is_built_in ? "" : view.name;
    summary.textContent = "Filters and views";
  }

  function chosen() {
    const given = { channel: channel.value, assignee: assignee.value, tag: tag.value.trim(), updated_within: activity.value };
    return Object.fromEntries(Object.entries(given).filter(([, value]) => value));
  }

  function changed() {
    const count = Object.keys(chosen()).length;
    summary.textContent = count ? `Filters and views (${count} set)` : "Filters and views";
    onChange();
  }

  function reset() {
    for (const input of [channel, assignee, tag, activity]) input.value = "";
  }

  function clear() {
    reset();
    changed();
  }

  async function agents(list) {
    const kept = assignee.value;
    fill(assignee, [...WHO, ...list.map((agent) => [agent.id, agent.name])].map(([value, text]) => el("option", { value }, text)));
    assignee.value = kept;
  }

  function submit(event) {
    event.preventDefault();
    save(made);
  }

  async function save(how) {
    if (!name.reportValidity()) return;
    trouble.hidden = true;
    try {
      const saved = await how(name.value);
      element.open = false;
      await onViews(saved.id);
    } catch (problem) {
      trouble.textContent = problem.message;
      trouble.hidden = false;
    }
  }

  const made = (text) => api.post("v1/views", { name: text, filters: kept() });
  const renamed = (text) => api.patch(`v1/views/${encodeURIComponent(view.id)}`, { name: text });

  // The view that is shown, narrowed by what was picked: the server joins both the same way.
  function kept() {
    const { tag: picked, ...rest } = chosen();
    const before = Object.fromEntries(Object.entries(view.filters).filter(([, value]) => value && value.length !== 0));
    const tags = [...(before.tags || []), ...(picked ? [picked] : [])];
    const shown = { any: ["open", "snoozed", "closed"], default: before.status || [] }[status] || [status];
    return { ...before, ...rest, tags: [...new Set(tags)], status: shown };
  }

  async function removeView() {
    if (!confirm(`Delete the view “${view.name}” for everybody? Its tickets stay.`)) return;
    trouble.hidden = true;
    try {
      await api.remove(`v1/views/${encodeURIComponent(view.id)}`);
      await onViews(null);
    } catch (problem) {
      trouble.textContent = problem.message;
      trouble.hidden = false;
    }
  }

  return { element, show, chosen, agents };
}
