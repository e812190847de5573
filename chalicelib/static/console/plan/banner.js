// What owners and admins are told at the top: that the plan ends within days, or that it has ended.

import { html, useSignal } from "../shared/html.js";
import { Exactly } from "../shared/moments.js";
import { sheet } from "../shared/sheet.js";
import { PLANS } from "./words.js";

await sheet("./plan.css", import.meta.url);

const READ = "deskhand.plan.read";

export function Banner({ desk }) {
  const { plan, plan_ends_at: endsAt, plan_ended: ended } = desk.plan.value;
  const read = useSignal(localStorage.getItem(READ));
  if (endsAt) {
    return html`
      <p class="plan-banner" role="status">
        <span>The plan ${PLANS[plan]} ends <${Exactly} at=${endsAt} />. Then the free Inbox goes on; nothing is lost.</span>
        <a href="#/settings/account">More</a>
      </p>
    `;
  }
  if (!ended || read.value === ended.at) return null;
  const close = () => {
    localStorage.setItem(READ, ended.at);
    read.value = ended.at;
  };
  return html`
    <p class="plan-banner" role="status">
      <span>The plan ${PLANS[ended.plan]} has ended. You go on with the free Inbox; what it lacks is kept, and rests.</span>
      <a href="#/settings/account">More</a>
      <button type="button" class="quiet" onClick=${close}>Got it</button>
    </p>
  `;
}
