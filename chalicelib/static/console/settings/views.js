// The team's own views: what they are called, and what they show.

import { Disclosure } from "../shared/disclosure.js";
import { html } from "../shared/html.js";
import { Loaded } from "../shared/loaded.js";
import { channelName } from "../shared/words.js";
import * as api from "../state/api.js";
import { address } from "../state/route.js";
import { Outcome, Section, useOutcome } from "./editor.js";
import { SPANS, ViewForm } from "./view.js";

const VIEWS = "v1/views";

export function Views({ desk }) {
  return html`
    <${Section} title="Your team's views">
      <p class="muted">Everybody in the team sees them, beside the four that are always there. A ticket can be in many.</p>
      <${Loaded} path="v1/teams">
        ${(teams) => html`
          <${Loaded} path=${VIEWS}>
            ${(views, load) => html`
              <${List} desk=${desk} views=${views.data.filter((view) => !view.is_built_in)} teams=${teams.data} load=${load} />
            `}
          <//>
        `}
      <//>
    <//>
  `;
}

function List({ desk, views, teams, load }) {
  const outcome = useOutcome();
  const reload = () => Promise.all([load(), desk.views.load()]);
  const create = (body) => api.post(VIEWS, body);
  const remove = ({ id, name, filters, order }) =>
    outcome.of(() => desk.views.remove(id), async () => {
      desk.undo.offer(`The view ${name} is gone.`, () => create({ name, filters, order }).then(reload));
      await reload();
    });
  const given = { agents: desk.agents.value, teams };
  return html`
    ${!views.length && html`<p class="muted">There are none yet.</p>`}
    <ul class="cards">
      ${views.map(
        (view) => html`<${View} key=${view.id} view=${view} given=${given} reload=${reload} remove=${() => remove(view)} />`,
      )}
    </ul>
    <${Outcome} outcome=${outcome} />
    <${Disclosure} words="Add view">
      <${ViewForm} ...${given} save=${create} onSaved=${reload} words="Add" praise="Added." />
    <//>
  `;
}

function View({ view, given, reload, remove }) {
  const save = (body) => api.patch(`${VIEWS}/${encodeURIComponent(view.id)}`, body);
  return html`
    <li>
      <h3><a href=${address(view)}>${view.name}</a></h3>
      <p>Shows ${said(view.filters, given).join(", ") || "every open ticket"}.</p>
      <${Disclosure} words=${`Change ${view.name}`}>
        <${ViewForm} ...${given} view=${view} save=${save} onSaved=${reload} name=${`Save ${view.name}`} />
      <//>
      <div class="actions">
        <button type="button" class="quiet" aria-label=${`Remove ${view.name}`} onClick=${remove}>Remove</button>
      </div>
    </li>
  `;
}

// What a view shows, in words.
function said(filters, { agents, teams }) {
  const { status, channel, tags, assignee, team, is_unread: isUnread, updated_within: within } = filters;
  const names = { me: "whoever looks", none: "nobody" };
  const nameIn = (list, id) => names[id] || list.find((one) => one.id === id)?.name || "somebody who left";
  return [
    isUnread && "unread",
    status?.length && `${status.join(" or ")} tickets`,
    channel?.length && `by ${channel.map(channelName).join(" or ")}`,
    assignee && `assigned to ${nameIn(agents, assignee)}`,
    team && (team === "none" ? "of no team" : `of the team ${nameIn(teams, team)}`),
    tags?.length && `tagged ${tags.join(" and ")}`,
    within && `updated ${(SPANS.find(([key]) => key === within)?.[1] || `within ${within}`).toLowerCase()}`,
  ].filter(Boolean);
}
