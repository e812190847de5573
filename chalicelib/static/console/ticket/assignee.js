// Who has the ticket, and how it came to them.

import { Choice } from "../shared/fields.js";
import { html, useSignal } from "../shared/html.js";
import { useSettled } from "../shared/settled.js";

const WAYS = { round_robin: "Assigned by round robin", team: "Assigned in turn by the team" };

export function Assignee({ desk, ticket }) {
  const wanted = useSignal(null); // Shown until the server has said who has it.
  const taken = useSignal(null);
  const holder = ticket.assignee;
  const way = (holder && WAYS[ticket.assigned_by]) || "";

  async function assign(agentId, how = {}) {
    taken.value = null;
    wanted.value = agentId;
    const problem = await desk.ticket.act("assign", { agent_id: agentId || null, ...how });
    wanted.value = null;
    if (problem?.code === "already_assigned") taken.value = { agentId, by: problem.body.assignee?.name };
  }

  const settled = useSettled(wanted.value ?? holder?.id ?? "", assign);
  return html`
    <div class="assignee">
      <${Choice}
        label="Assignee"
        aria-keyshortcuts="a"
        options=${people(desk, holder)}
        ...${settled}
      />
      ${way && html`<p class="hint muted">${way}</p>`}
      ${taken.value && html`<${Taken} ...${taken.value} force=${() => assign(taken.value.agentId, { force: true })} />`}
    </div>
  `;
}

// Who has left the team may still have the ticket.
function people({ me, agents }, holder) {
  const known = agents.value.map(({ id, name }) => [id, id === me.id ? `${name} (you)` : name]);
  const isKnown = !holder || known.some(([id]) => id === holder.id);
  return [["", "No assignee"], ...known, ...(isKnown ? [] : [[holder.id, holder.name || "An agent"]])];
}

// Somebody was faster: taking it from them is said aloud (decided again, by force).
function Taken({ by, force }) {
  return html`
    <div class="trouble" role="alert">
      <p>${`${by || "Somebody else"} has this ticket.`}</p>
      <button onClick=${force}>Assign anyway</button>
    </div>
  `;
}
