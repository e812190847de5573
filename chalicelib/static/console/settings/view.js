// One view: its name and its criteria, all of which must hold.

import { Chips } from "../shared/chips.js";
import { Check, Choice, Group, Input } from "../shared/fields.js";
import { html, useSignal } from "../shared/html.js";
import { channels } from "../shared/words.js";
import { Form } from "./editor.js";
import { AUTOMATIC } from "./tags.js";

const STATUSES = [
  ["open", "Open"],
  ["snoozed", "Snoozed"],
  ["closed", "Closed"],
];
export const SPANS = [
  ["", "Any time"],
  ["1d", "In the last day"],
  ["7d", "In the last 7 days"],
  ["30d", "In the last 30 days"],
];
const WHO = [
  ["", "Anybody"],
  ["me", "Whoever looks"],
  ["none", "Nobody"],
];
const TEAMS = [
  ["", "Any team"],
  ["none", "No team"],
];
const FRESH = { name: "", filters: { status: ["open"] } };

export function ViewForm({ view = FRESH, agents, teams, save, onSaved, ...given }) {
  const { filters } = view;
  const tags = useSignal(filters.tags || []);
  const submit = ({ elements }) => save({ name: elements.name.value, filters: { ...filters, ...criteria(elements, tags.value) } });
  const saved = (_view, form) => {
    if (view === FRESH) {
      form.reset();
      tags.value = [];
    }
    return onSaved();
  };
  return html`
    <${Form} save=${submit} onSaved=${saved} ...${given}>
      <${Input} label="Name" name="name" at="/name" required maxlength="60" autocomplete="off" defaultValue=${view.name} />
      <${Checks} legend="Status" name="status" options=${STATUSES} chosen=${filters.status} hint="None: open ones." />
      <${Checks} legend="Channel" name="channel" options=${channels} chosen=${filters.channel} hint="None: any channel." />
      <${Choice} label="Assigned to" name="assignee" options=${choices(WHO, agents, filters.assignee)} chosen=${filters.assignee || ""} />
      <${Choice} label="Team" name="team" options=${choices(TEAMS, teams, filters.team)} chosen=${filters.team || ""} />
      <${Chips} label="With all of these tags" of=${tags} offered=${AUTOMATIC} at="/filters" />
      <${Choice} label="Last updated" name="within" options=${spans(filters)} chosen=${filters.updated_within || ""} />
      <${Check} label="Only what whoever looks has not read" name="unread" defaultChecked=${filters.is_unread} />
    <//>
  `;
}

// Who has left, or is not known just now, is still who was chosen.
function choices(fixed, list, chosen) {
  const all = [...fixed, ...list.map(({ id, name }) => [id, name])];
  return !chosen || all.some(([key]) => key === chosen) ? all : [...all, [chosen, "As it was (no longer there)"]];
}

// A view that a program made may have a span of its own.
function spans({ updated_within: own }) {
  return !own || SPANS.some(([key]) => key === own) ? SPANS : [...SPANS, [own, `Within ${own}`]];
}

function criteria({ status, channel, assignee, team, within, unread }, tags) {
  return {
    status: checked(status),
    channel: checked(channel),
    assignee: assignee.value || null,
    team: team.value || null,
    tags,
    updated_within: within.value || null,
    is_unread: unread.checked,
  };
}

const checked = (group) => [...group.querySelectorAll(":checked")].map(({ value }) => value);

function Checks({ legend, name, options, chosen = [], hint }) {
  return html`
    <${Group} legend=${legend} name=${name} hint=${hint}>
      <div class="checks">
        ${options.map(
          ([value, words]) => html`<${Check} key=${value} value=${value} label=${words} defaultChecked=${chosen.includes(value)} />`,
        )}
      </div>
    <//>
  `;
}
