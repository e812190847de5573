// What was just sent, at once where it will stand, with how far it really is.

import { html } from "../shared/html.js";
import { Ago } from "../shared/moments.js";
import { Text } from "../shared/text.js";
import { names } from "../shared/words.js";

const STATES = {
  sending: "Sending…",
  held: "Not sent: others wrote meanwhile",
};

export function Outgoing({ item, desk, edit }) {
  const isNote = item.kind === "note";
  const at = new Date(item.at).toISOString();
  return html`
    <li class=${`entry ${isNote ? "note" : "outbound"}`}>
      <article aria-label=${`${isNote ? "Note" : "Message"} by ${desk.me.name}`}>
        <p class="by muted">
          <strong>${desk.me.name}</strong>
          ${isNote && html`<span class="chip">Private note</span>`}
          <${Ago} at=${at} />
        </p>
        ${item.text && html`<${Text}>${item.text}<//>`}
        ${item.files.length > 0 && html`<p class="muted">${names(item.files)}</p>`}
        <${State} item=${item} outbox=${desk.outbox} edit=${edit} />
      </article>
    </li>
  `;
}

function State({ item, outbox, edit }) {
  const isBad = item.state === "failed" || item.state === "held";
  const words = STATES[item.state] || (isBad ? `Not sent: ${item.detail}` : item.detail);
  return html`
    <p class="state">
      <span class=${isBad ? "bad" : "muted"}>${words}</span>
      ${item.state === "failed" && html`<button class="quiet" onClick=${() => outbox.retry(item)}>Try again</button>`}
      ${item.state === "failed" && html`<button class="quiet" onClick=${() => edit(item)}>Change the text</button>`}
    </p>
  `;
}
