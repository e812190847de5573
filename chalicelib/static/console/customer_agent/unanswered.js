// What shoppers asked and no article answers, like questions together: each leads to writing the answer.

import { Disclosure } from "../shared/disclosure.js";
import { html } from "../shared/html.js";
import { Loaded } from "../shared/loaded.js";
import { Ago } from "../shared/moments.js";
import * as api from "../state/api.js";
import { beginning, orAnew } from "../knowledge/articles.js";
import { Outcome, Section, useOutcome } from "../settings/editor.js";

const UNANSWERED = "v1/customer_agent/unanswered";

export function Unanswered({ mayWrite }) {
  return html`
    <${Section} title="Unanswered questions">
      <${Loaded} path=${UNANSWERED}>
        ${(known, reload) => {
          const groups = known?.data || [];
          if (!groups.length) return html`<p class="muted">There are none: whatever was asked was answered, or nothing was asked yet.</p>`;
          return html`
            <p class="muted">Asked most first. Once an article answers one, dismiss it.</p>
            <ul class="conversations">
              ${groups.map((group) => html`<${Group} key=${group.id} group=${group} mayWrite=${mayWrite} reload=${reload} />`)}
            </ul>
          `;
        }}
      <//>
    <//>
  `;
}

function Group({ group: { id, question, count: times, examples, last_at: last }, mayWrite, reload }) {
  const outcome = useOutcome();
  const dismiss = () => outcome.of(() => orAnew(() => api.remove(`${UNANSWERED}/${encodeURIComponent(id)}`), reload), reload);
  const others = examples.filter((example) => example !== question);
  return html`
    <li aria-label=${question}>
      <p><strong><bdi>${question}</bdi></strong></p>
      <p class="muted">Asked ${times === 1 ? "once" : `${times} times`}, the last time <${Ago} at=${last} /></p>
      ${others.length > 0 &&
      html`
        <${Disclosure} words="As others asked it">
          <ul class="topics">${others.map((example) => html`<li key=${example}><bdi>${example}</bdi></li>`)}</ul>
        <//>
      `}
      ${mayWrite &&
      html`
        <div class="actions">
          <a class="act" href=${beginning(question)} aria-label=${`Write an article: ${question}`}>Write an article</a>
          <button type="button" class="quiet" aria-label=${`Dismiss: ${question}`} onClick=${dismiss}>Dismiss</button>
        </div>
      `}
      <${Outcome} outcome=${outcome} />
    </li>
  `;
}
