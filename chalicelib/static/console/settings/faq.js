// What visitors of the chat often ask, with its answers, in the order in which they see it.

import { Area, Check, Input } from "../shared/fields.js";
import { html } from "../shared/html.js";
import { Editor } from "./editor.js";
import { Acts, useOrderedRows } from "./rows.js";

const FRESH = { question: "", answer: "", link: "", enabled: true };
const MOST = 50;

export function Faq({ settings }) {
  const changes = ({ elements: { questions } }) => ({
    web_chat: { faq: [...questions.querySelectorAll("fieldset")].map(read) },
  });
  return html`
    <${Editor} title="Questions and answers" changes=${changes} onSaved=${settings.load}>
      <p>Visitors see them before they write. Without any, the chat starts with the welcome.</p>
      <${Questions} current=${settings.known.value.web_chat.faq} />
    <//>
  `;
}

function Questions({ current }) {
  const { element, rows, actsOn, add } = useOrderedRows(current);
  return html`
    <fieldset name="questions" ref=${element}>
      <legend>Questions</legend>
      <ul class="keywords">
        ${rows.value.map((row, at) => html`<${Question} key=${row.id} current=${row} acts=${actsOn(row, at)} />`)}
      </ul>
      <button type="button" data-name="add" disabled=${rows.value.length >= MOST} onClick=${() => add(FRESH)}>
        Add question
      </button>
    </fieldset>
  `;
}

function Question({ current, acts }) {
  const name = current.question || "New question";
  return html`
    <li>
      <fieldset aria-label=${name}>
        <${Input} label="Question" name="question" required maxlength="200" defaultValue=${current.question} />
        <${Area} label="Answer" name="answer" rows="3" required maxlength="2000" defaultValue=${current.answer} />
        <${Input} label="Link" hint="Where more is told; may be empty." name="link" type="url"
          maxlength="500" defaultValue=${current.link} />
        <${Check} label="Shown to visitors" name="enabled" defaultChecked=${current.enabled} />
        <${Acts} id=${current.id} name=${name} acts=${acts} />
      </fieldset>
    </li>
  `;
}

function read({ elements: { question, answer, link, enabled } }) {
  return { question: question.value, answer: answer.value, link: link.value, enabled: enabled.checked };
}
