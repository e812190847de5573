// A question is tried: what would be answered to it, and how surely.

import { Input } from "../shared/fields.js";
import { html, useRef, useSignal } from "../shared/html.js";
import * as api from "../state/api.js";
import { Outcome, useOutcome } from "../settings/editor.js";
import { addressOf, ARTICLES, beginning } from "./articles.js";
import { Markdown } from "./markdown.js";

const percent = (share) => new Intl.NumberFormat(undefined, { style: "percent" }).format(share);

export function Try({ mayWrite }) {
  const found = useSignal(null);
  const outcome = useOutcome();
  const last = useRef("");
  // Of several that were asked quickly the last one is answered, whichever answer comes last.
  const ask = (event) => {
    event.preventDefault();
    const question = event.currentTarget.elements.question.value.trim();
    last.current = question;
    found.value = null;
    outcome.of(
      () => api.post(`${ARTICLES}/ask`, { question }),
      (answer) => question === last.current && (found.value = { question, ...answer }),
    );
  };
  return html`
    <section aria-label="Try a question">
      <h2>Try a question</h2>
      <p class="muted">Ask as a shopper asks. Nobody is written to, and nothing is counted.</p>
      <form class="search" onSubmit=${ask}>
        <${Input} label="Question" name="question" required maxlength="2000" autocomplete="off" />
        <button type="submit">Ask</button>
      </form>
      <${Outcome} outcome=${outcome} />
      <div class="result" role="status">${found.value && html`<${Result} mayWrite=${mayWrite} ...${found.value} />`}</div>
    </section>
  `;
}

function Result({ question, answer, confidence, others, mayWrite }) {
  return html`
    ${answer
      ? html`
          <p>Answered from <a href=${addressOf(answer)}><bdi>${answer.title}</bdi></a>, ${percent(confidence)} sure:</p>
          <div class="paper" dir="auto"><${Markdown} text=${answer.passage} /></div>
        `
      : html`
          <p><strong>It goes to the team:</strong> no article surely answers it. The likeliest one does with ${percent(confidence)}.</p>
          ${mayWrite && html`<p><a href=${beginning(question)}>Write an article that answers it</a></p>`}
        `}
    ${others.length > 0 &&
    html`
      <p class="muted">${answer ? "Also near:" : "The nearest ones:"}</p>
      <ul class="topics">
        ${others.map((other) => html`<li key=${other.id}><a href=${addressOf(other)}><bdi>${other.title}</bdi></a></li>`)}
      </ul>
    `}
  `;
}
