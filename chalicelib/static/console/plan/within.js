// What the account's plan includes; else what it is that rests, and who can bring it back.

import { html, useEffect } from "../shared/html.js";
import { sheet } from "../shared/sheet.js";
import { FEATURES, PLANS } from "./words.js";

await sheet("./plan.css", import.meta.url);

// The children are shown where the plan has the feature.
export const Within = ({ desk, feature, children }) =>
  desk.plan.value.features.includes(feature) ? children : html`<${Resting} desk=${desk} feature=${feature} />`;

// Somebody may have changed the plan since the console was opened: it is asked for again.
export function Resting({ desk, feature }) {
  useEffect(() => {
    desk.lookAtPlan();
  }, []);
  const { plan, features } = desk.plan.value;
  if (features.includes(feature)) return null;
  const [name, what] = FEATURES[feature];
  return html`
    <section class="resting" aria-label="Not in your plan">
      <h2>${name}: not in the plan ${PLANS[plan]}</h2>
      <p>${what}</p>
      <p>What you have set up is kept, and works as before with a plan that includes it. Whoever runs this installation of Deskhand
        can change the plan; the account's ID is on the page <a href="#/settings/account">Account</a>.</p>
    </section>
  `;
}
