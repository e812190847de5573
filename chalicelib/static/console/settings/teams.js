// Teams: who gets which tickets, and which team is asked first.

import { html } from "../shared/html.js";
import { Loaded } from "../shared/loaded.js";
import * as api from "../state/api.js";
import { Outcome, Section, useOutcome } from "./editor.js";
import { groups, moved } from "./order.js";
import { AddTeam, Team } from "./team.js";

export function Teams({ desk }) {
  return html`
    <${Section} title="Teams">
      <p class="muted">
        A new ticket goes to the first team that wants one of its tags, or one of its customer's segments. Teams in one
        place take turns: move a team once to let it share its neighbour's place, once more to pass it.
      </p>
      <${Loaded} path="v1/agents">
        ${(agents) => html`
          <${Loaded} path="v1/teams">
            ${(teams, load) => html`<${Ladder} desk=${desk} teams=${teams.data} agents=${agents.data} load=${load} />`}
          <//>
        `}
      <//>
    <//>
  `;
}

function Ladder({ desk, teams, agents, load }) {
  const outcome = useOutcome();
  // Whether one may go online depends on whether there are teams.
  const reload = () => Promise.all([load(), desk.presence.look()]);
  const move = (team, by) =>
    outcome.of(
      async () => {
        try {
          for (const { id, order } of moved(teams, team, by)) await api.patch(`v1/teams/${id}`, { order });
        } finally {
          await load();
        }
      },
      () => {},
      () => `${team.name} was moved.`,
    );
  const given = { agents, reload, move, outcome };
  const rungs = groups(teams);
  return html`
    ${!teams.length && html`<p class="muted">There are no teams. Without any, round robin goes through everybody online.</p>`}
    <ol class="cards">
      ${teams.map((team) => html`<${Team} key=${team.id} team=${team} rungs=${rungs} ...${given} />`)}
    </ol>
    <${Outcome} outcome=${outcome} />
    <${AddTeam} agents=${agents} reload=${reload} />
  `;
}
