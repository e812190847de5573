// The account's plan on its settings' page: which, until when, and what it includes.

import { html, useEffect } from "../shared/html.js";
import { Exactly } from "../shared/moments.js";
import { Section } from "../settings/editor.js";
import { FEATURES, PLANS } from "./words.js";

export function Plan({ desk }) {
  useEffect(() => {
    desk.lookAtPlan();
  }, []);
  const { plan, plan_ends_at: endsAt, plan_ended: ended, features } = desk.plan.value;
  const names = Object.keys(FEATURES);
  return html`
    <${Section} title="Plan">
      <p>
        <strong>${PLANS[plan] || plan}</strong>${endsAt && html`, until <${Exactly} at=${endsAt} />. Then the free Inbox goes on.`}
      </p>
      ${ended && html`<p>The plan ${PLANS[ended.plan]} ended <${Exactly} at=${ended.at} />. Nothing was deleted.</p>`}
      <p>Included, as in every plan: all channels, several agents, macros, automatic answers, customer profiles, the spam filter.</p>
      <${List} words="Included, too:" names=${names.filter((name) => features.includes(name))} />
      <${List} words="Not included; what you have set up of it is kept:" names=${names.filter((name) => !features.includes(name))} />
      <p class="hint muted">Whoever runs this installation of Deskhand can change the plan.</p>
    <//>
  `;
}

const List = ({ words, names }) =>
  names.length > 0 &&
  html`
    <p>${words}</p>
    <ul>${names.map((name) => html`<li key=${name}>${FEATURES[name][0]}</li>`)}</ul>
  `;
