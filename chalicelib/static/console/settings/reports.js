// What tells the team how it is doing: the mail that sums up a week.

import { Check, Group } from "../shared/fields.js";
import { html } from "../shared/html.js";
import { Loaded } from "../shared/loaded.js";
import { Editor, Section } from "./editor.js";

const HINT = "Mondays at 8, in the account's time zone, about the week before. What it says is what the page Reports shows.";

export function Reports({ settings }) {
  const { weekly_email: current } = settings.known.value.reports;
  return html`
    <${Loaded} path="v1/agents">
      ${(agents) => (agents ? html`<${Weekly} current=${current} agents=${agents.data} onSaved=${settings.load} />` : html`<${Nobody} />`)}
    <//>
  `;
}

const Nobody = () => html`<${Section} title="Weekly summary"><p class="muted">The team cannot be shown.</p><//>`;

// Somebody may be named by address, too; what is saved are ids.
function Weekly({ current, agents, onSaved }) {
  const named = new Set(current.to.map((each) => each.toLowerCase()));
  const isNamed = ({ id, email }) => named.has(id.toLowerCase()) || named.has(email.toLowerCase());
  const team = agents.filter((agent) => agent.is_active);
  const changes = ({ elements }) => ({
    reports: {
      weekly_email: {
        is_on: elements.is_on.checked,
        to: team.filter(({ id }) => elements[id].checked).map(({ id }) => id),
      },
    },
  });
  return html`
    <${Editor} title="Weekly summary" changes=${changes} onSaved=${onSaved}>
      <${Check} label="Mail the team what the week came to" name="is_on" defaultChecked=${current.is_on} />
      <p class="hint muted">${HINT}</p>
      <${Group} legend="Who gets it" at="/reports/weekly_email/to">
        <div class="checks">
          ${team.map((agent) => html`<${Check} key=${agent.id} label=${`${agent.name} (${agent.email})`} name=${agent.id} defaultChecked=${isNamed(agent)} />`)}
        </div>
      <//>
      <p class="hint muted">Whoever leaves the team gets no more of them. Each mail says where to switch it off.</p>
    <//>
  `;
}
