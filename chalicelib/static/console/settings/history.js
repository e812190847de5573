// What was done to the account: by whom, to what, and when.

import { html, useRef, useSignal } from "../shared/html.js";
import { Loaded } from "../shared/loaded.js";
import { Ago } from "../shared/moments.js";
import * as api from "../state/api.js";
import { Outcome, Section, useOutcome } from "./editor.js";

const EVENTS = "v1/account/events";

// What an event says; `%` stands for whom or what it was done to.
const WORDS = {
  account_created: "made the account",
  account_handed_over: "handed the account over to %",
  address_added: "added the address %",
  address_removed: "removed the address %",
  agent_changed: "changed %",
  agent_deactivated: "deactivated %",
  agent_invited: "invited %",
  agent_reactivated: "let % in again",
  api_key_created: "made an API key of %",
  api_key_revoked: "revoked an API key of %",
  blocked: "blocked %",
  invitation_sent: "mailed % the invitation",
  forwarding_tested: "tested the forwarding of %",
  plan_changed: "put the account on the plan %",
  plan_ended: "ended the plan %, whose time was over",
  plan_ends_soon: "announced the end of the plan %",
  plan_mail_sent: "mailed the owner about the plan",
  settings_changed: "changed the settings: %",
  setup_changed: "changed the set-up's list: %",
  shop_data_requested: "was asked by the shop for all that is known of one of its customers: %",
  signed_in: "signed in",
  signed_out: "signed out",
  session_expired: "was signed out, as the session was over",
  session_revoked: "signed another browser out",
  stuck_dropped: "dropped what was stuck: %",
  unblocked: "unblocked %",
  went_offline: "went offline",
  went_online: "went online",
};

export function History() {
  return html`
    <${Section} title="History">
      <p class="muted">
        What was done to people, settings, keys and connections. Requests for somebody's data, which your shop passes
        on, are here too: answer them within the time that the law gives you.
      </p>
      <${Loaded} path=${EVENTS}>${(first, load) => html`<${List} key=${first} first=${first} load=${load} />`}<//>
    <//>
  `;
}

// The server gives the list page by page.
function List({ first, load }) {
  const further = useSignal([]);
  const cursor = useSignal(first.next_cursor);
  const outcome = useOutcome();
  const isReading = useRef(false);
  const more = async () => {
    if (isReading.current) return;
    isReading.current = true;
    await outcome.of(
      () => api.get(EVENTS, { cursor: cursor.value }),
      (page) => {
        further.value = [...further.value, ...page.data];
        cursor.value = page.next_cursor;
      },
    );
    isReading.current = false;
  };
  return html`
    <div class="actions"><button type="button" class="quiet" onClick=${load}>Look again</button></div>
    <ul class="cards">
      ${[...first.data, ...further.value].map((event) => html`<${Event} key=${event.id} of=${event} />`)}
    </ul>
    ${cursor.value && html`<button type="button" onClick=${more}>Show more</button>`}
    <${Outcome} outcome=${outcome} />
  `;
}

function Event({ of: { event, actor, subject, subject_id: id, detail, at } }) {
  const words = WORDS[event] ?? `${event.replaceAll("_", " ")}: %`;
  const what = [subject?.name, event === "shop_data_requested" && `customer ${id}`, detail].filter(Boolean).join(", ");
  const said = what ? words.replace("%", what) : words.replace(/:? ?%/, "");
  // Nobody is signed in yet who signs in, or any more whose session was over.
  const who = actor ?? (words.includes("%") ? null : subject);
  return html`<li>
    <p><strong>${who?.name ?? "Deskhand"}</strong> ${said}</p>
    <p class="muted"><${Ago} at=${at} /></p>
  </li>`;
}
