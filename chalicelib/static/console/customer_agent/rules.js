// Escalation rules: what goes to the team before the Customer Agent thinks of an answer. The first that fits counts.

import { Area, Check, Input } from "../shared/fields.js";
import { html, useRef } from "../shared/html.js";
import { Acts, useOrderedRows } from "../settings/rows.js";
import { AgentSection, WithAgent } from "./form.js";

const MOST = 20;
const FRESH = { title: "", trigger: "", is_on: true, rule: "" };

export function Rules() {
  return html`<${WithAgent}>${(agent) => html`<${Known} agent=${agent} />`}<//>`;
}

function Known({ agent }) {
  const sent = useRef([]);
  const changes = ({ elements: { rules } }) => {
    sent.current = [...rules.querySelectorAll("fieldset")];
    return { rules: sent.current.map(read) };
  };
  // The server has given an id to each that is new: it keeps it when it is saved again.
  const saved = ({ rules }) => rules.forEach(({ id }, at) => (sent.current[at].elements.rule.value = id));
  return html`
    <${AgentSection} title="Escalation rules" agent=${agent} changes=${changes} onSaved=${saved}>
      <p>
        Say in plain words what the Customer Agent must leave to your team. The first rule that a message fits counts, and no answer
        is made to it.
      </p>
      <${List} current=${agent.known.value.rules} />
    <//>
  `;
}

function List({ current }) {
  const { element, rows, actsOn, add } = useOrderedRows(current.map(({ id, ...rule }) => ({ ...rule, rule: id })));
  const isFull = rows.value.length >= MOST;
  return html`
    <fieldset name="rules" ref=${element}>
      <legend>Rules</legend>
      ${!rows.value.length && html`<p class="muted">There are none: everything that is surely known is answered.</p>`}
      <ul class="keywords">
        ${rows.value.map((row, at) => html`<${Rule} key=${row.id} at=${at} current=${row} acts=${actsOn(row, at)} />`)}
      </ul>
      <button type="button" data-name="add" disabled=${isFull} onClick=${() => add(FRESH)}>Add rule</button>
      <p class="hint muted" role="status">${isFull ? `${MOST} rules is the most there can be.` : ""}</p>
    </fieldset>
  `;
}

function Rule({ at, current, acts }) {
  const name = current.title || "New rule";
  return html`
    <li>
      <fieldset aria-label=${name}>
        <input type="hidden" name="rule" defaultValue=${current.rule} />
        <${Input} label="Title" name="title" at=${`/rules/${at}/title`} required maxlength="80" autocomplete="off"
          defaultValue=${current.title} />
        <${Area} label="When" hint="Like: the customer says that something arrived broken." name="trigger"
          at=${`/rules/${at}/trigger`} rows="2" required maxlength="500" defaultValue=${current.trigger} />
        <${Check} label="The rule is on" name="on" defaultChecked=${current.is_on} />
        <${Acts} id=${current.id} name=${name} acts=${acts} />
      </fieldset>
    </li>
  `;
}

function read({ elements: { rule, title, trigger, on } }) {
  return { ...(rule.value && { id: rule.value }), title: title.value, trigger: trigger.value, is_on: on.checked };
}
