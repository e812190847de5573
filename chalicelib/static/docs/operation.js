// One operation: what it takes, what it answers, and a command that asks for it.

import { html, useSignal } from "../console/shared/html.js";
import { curlOf } from "./curl.js";
import { Prose } from "./prose.js";
import { Schema, shortly } from "./schema.js";

export function Operation({ description, operation, base }) {
  const isOpen = useSignal(location.hash === `#${operation.id}`);
  return html`
    <details class="operation" id=${operation.id} open=${isOpen.value} onToggle=${(event) => (isOpen.value = event.target.open)}>
      <summary>
        <span class="method ${operation.method.toLowerCase()}">${operation.method}</span>
        <code class="path">${operation.path}</code>
        <span class="summary"><${Prose} text=${operation.summary} /></span>
      </summary>
      ${isOpen.value && html`<${Told} description=${description} operation=${operation} base=${base} />`}
    </details>
  `;
}

function Told({ description, operation, base }) {
  return html`
    <div class="told">
      ${operation.more && html`<p><${Prose} text=${operation.more} /></p>`}
      <p class="needs">
        ${operation.isOpen
          ? "Everybody may ask."
          : operation.permission
            ? html`Needs the permission <code>${operation.permission}</code>.`
            : "Whoever is signed in may ask."}
        ${" "}<a href="#${operation.id}">Link to this</a>
      </p>
      <${Curl} text=${curlOf(description, operation, base)} />
      ${operation.parameters.length > 0 && html`<${Parameters} description=${description} parameters=${operation.parameters} />`}
      ${operation.body &&
      html`<h3>Body</h3>
        ${operation.body.description && html`<p><${Prose} text=${operation.body.description} /></p>`}
        <${Schema} description=${description} schema=${operation.bodySchema} required="needed" />`}
      <h3>Answers</h3>
      <ul class="answers">
        ${operation.answers.map((each) => html`<li key=${each.status}><${Answer} description=${description} answer=${each} /></li>`)}
      </ul>
    </div>
  `;
}

function Parameters({ description, parameters }) {
  return html`
    <h3>Parameters</h3>
    <ul class="members">
      ${parameters.map(
        (each) => html`<li key=${`${each.in} ${each.name}`} class="member">
          <code class="name">${each.name}</code> <span class="type">${shortly(description, each.schema)}</span>${" "}
          <span class="muted">in the ${each.in}</span> ${each.required && html`<span class="always">needed</span>`}${" "}
          <span class="muted"><${Prose} text=${each.description || each.schema.description || ""} /></span>
        </li>`,
      )}
    </ul>
  `;
}

function Answer({ description, answer }) {
  const line = html`<code class="status">${answer.status}</code> <span><${Prose} text=${answer.means} /></span>`;
  const isProblem = answer.type === "application/problem+json";
  if (isProblem || !(answer.schema || answer.headers.length)) return html`<div class="member">${line}</div>`;
  return html`
    <details class="member" open=${answer.status.startsWith("2")}>
      <summary>${line}</summary>
      ${answer.headers.map(
        (each) => html`<p key=${each.name} class="member">
          <code class="name">${each.name}</code> <span class="muted">header. <${Prose} text=${each.description} /></span>
        </p>`,
      )}
      ${answer.schema && html`<${Schema} description=${description} schema=${answer.schema} required="always" />`}
    </details>
  `;
}

function Curl({ text }) {
  const said = useSignal("Copy");
  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      said.value = "Copied";
    } catch {
      said.value = "Not copied";
    }
  }
  return html`
    <div class="curl">
      <pre tabindex="0" role="region" aria-label="A command that asks for it">${text}</pre>
      <button type="button" onClick=${copy}>${said}</button>
    </div>
  `;
}
