// What narrows a list, and the views that keep such filters for everybody.

import { Choice, Input } from "../shared/fields.js";
import { html, useRef, useSignal } from "../shared/html.js";
import { Later } from "../shared/later.js";
import { address, place, replace } from "../state/route.js";

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

export function Filters({ desk, view, onDone }) {
  const { tickets, agents } = desk;
  const people = agents.value.map(({ id, name }) => [id, name]);
  const set = (name) => ({
    value: tickets.filters.value[name],
    onChange: (event) => tickets.narrow({ [name]: event.currentTarget.value.trim() }),
  });
  return html`
    <${Choice} label="Channel" options=${CHANNELS} ...${set("channel")} />
    <${Choice} label="Assigned to" options=${[...WHO, ...people]} ...${set("assignee")} />
    <${Input} label="With the tag" maxlength="60" autocomplete="off" ...${set("tag")} />
    <${Choice} label="Last updated" options=${ACTIVITY} ...${set("updated_within")} />
    <button type="button" onClick=${tickets.clear}>Clear filters</button>
    ${view.id !== "spam" &&
    (desk.plan.value.features.includes("custom_views")
      ? html`<${ViewForm} key=${`${view.id} ${view.name}`} desk=${desk} view=${view} onDone=${onDone} />`
      : html`<${Later} load=${resting} desk=${desk} feature="custom_views" />`)}
  `;
}

const resting = async () => (await import("../plan/within.js")).Resting;

// Spam is a place, not a filter: it cannot be kept as a view.
function ViewForm({ desk, view, onDone }) {
  const { views, tickets } = desk;
  const form = useRef();
  const trouble = useSignal("");
  const name = () => form.current.elements.name;

  async function attempt(work) {
    trouble.value = "";
    try {
      await work();
      onDone();
    } catch (problem) {
      trouble.value = problem.message;
    }
  }

  const save = (event) => {
    event.preventDefault();
    attempt(async () => {
      const saved = await views.save(name().value, kept(view, place.value.status, tickets.given()));
      await views.load();
      location.hash = address(saved);
    });
  };
  const rename = () => {
    if (!name().reportValidity()) return;
    attempt(async () => {
      await views.rename(view.id, name().value);
      await views.load();
    });
  };
  const remove = () => {
    if (!confirm(`Delete the view “${view.name}” for everybody? Its tickets stay.`)) return;
    attempt(async () => {
      await views.remove(view.id);
      replace("#/all/open");
      await views.load();
    });
  };

  return html`
    <form ref=${form} onSubmit=${save}>
      <${Input}
        label="Name of the view"
        name="name"
        maxlength="60"
        required
        autocomplete="off"
        defaultValue=${view.is_built_in ? "" : view.name}
      />
      <button class="main" type="submit">Save as view</button>
      <div class="actions" hidden=${view.is_built_in}>
        <button type="button" onClick=${rename}>Rename this view</button>
        <button type="button" onClick=${remove}>Delete this view</button>
        <a href="#/settings/views">Change what it shows</a>
      </div>
      <p class="trouble" role="alert" hidden=${!trouble.value}>${trouble}</p>
    </form>
  `;
}

// The view that is shown, narrowed by what was picked: the server joins both the same way.
function kept(view, status, { tag, ...rest }) {
  const before = Object.fromEntries(Object.entries(view.filters).filter(([, value]) => value && value.length !== 0));
  const tags = [...(before.tags || []), ...(tag ? [tag] : [])];
  const shown = { any: ["open", "snoozed", "closed"], default: before.status || [] }[status] || [status];
  return { ...before, ...rest, tags: [...new Set(tags)], status: shown };
}
