// How new tickets are handed out, and what becomes of tickets whose assignee is away.

import { Check, Choice } from "../shared/fields.js";
import { html } from "../shared/html.js";
import { Editor } from "./editor.js";

const AWAY = [
  ["keep", "Stays with them"],
  ["unassign", "Goes back to Unassigned"],
  ["reroute", "Is handed to somebody else"],
];

export function Routing({ desk, settings }) {
  const { round_robin: turns, drain_backlog: drains, on_offline_assignee: away } = settings.known.value;
  return html`
    <${Inbound} turns=${turns} drains=${drains} onSaved=${desk.presence.look} />
    <${Reopened} current=${away} />
  `;
}

function Inbound({ turns, drains, onSaved }) {
  const changes = ({ elements: { enabled, waiting } }) => ({
    round_robin: { enabled: enabled.checked },
    drain_backlog: waiting.checked,
  });
  return html`
    <${Editor} title="Inbound messages" changes=${changes} onSaved=${onSaved}>
      <${Check} label="Round robin: new tickets go in turn to whoever is online" name="enabled" defaultChecked=${turns.enabled} />
      <${Check} label="Hand out what waited, oldest first, when somebody comes online or you open" name="waiting"
        defaultChecked=${drains} />
      <p class="hint muted">
        Teams come first: <a href="#/settings/teams">their tickets</a> go in turn to their own members, with or without round
        robin. Outside <a href="#/settings/hours">office hours</a> tickets wait. Everybody turns their own switch, above.
      </p>
    <//>
  `;
}

function Reopened({ current }) {
  const changes = ({ elements: { away } }) => ({ on_offline_assignee: away.value });
  return html`
    <${Editor} title="Reopened tickets" changes=${changes}>
      <${Choice} label="A ticket that is reopened while its assignee is offline" name="away" options=${AWAY} chosen=${current} />
    <//>
  `;
}
