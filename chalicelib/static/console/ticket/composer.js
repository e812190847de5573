// Where an agent answers and notes.

import { insert } from "../shared/caret.js";
import { html, useLayoutEffect, useRef, useSignal } from "../shared/html.js";
import { Later } from "../shared/later.js";
import { Exactly } from "../shared/moments.js";
import { drop, hold, isHolding } from "../shared/type_ahead.js";
import { names } from "../shared/words.js";
import { hindrance, OF_NOTES } from "../state/limits.js";
import { Attached, AttachButton, takesFiles } from "./attach.js";

const KINDS = {
  reply: { label: "Reply", placeholder: "Write to the customer", send: "Send" },
  note: { label: "Private note", placeholder: "Only your team sees this", send: "Add note" },
};

const elsewhere = async () => (await import("./elsewhere.js")).Elsewhere;

export function Composer({ desk, ticket, writing }) {
  const { kind, text, problem, blanks } = writing;
  const menu = useSignal(null);
  const held = desk.outbox.of(ticket.id).find((item) => item.state === "held");
  const isNote = kind.value === "note";
  const { is_possible: isPossible, detail, can_follow_up: canFollowUp } = ticket.reply;
  const refusal = isNote || isPossible ? "" : detail;
  const limits = isNote ? OF_NOTES : ticket.reply.attachments;
  const uploads = writing.uploads();
  const take = (files) => !refusal && uploads.take(files, limits);
  const files = uploads.files.value;
  const waits = hindrance(files, limits);
  const canSend = !refusal && !waits && (text.value.trim() !== "" || files.length > 0);
  const submit = (event) => {
    event.preventDefault();
    if (canSend) writing.send(isNote ? undefined : ticket.version);
  };
  const openMenu = async () => {
    hold();
    try {
      const { MacroMenu } = await import("./macros.js");
      if (isHolding()) menu.value = { MacroMenu }; // Unless somebody gave up meanwhile.
    } catch {
      drop();
      problem.value = new Error("The macros could not be loaded. Load the page again.");
    }
  };
  const closeMenu = () => {
    menu.value = null;
  };
  return html`
    <form
      class=${`composer${isNote ? " noting" : ""}${refusal ? " refused" : ""}`}
      aria-label="Write"
      onSubmit=${submit}
      ...${takesFiles(take)}
    >
      <${Kinds} writing=${writing} />
      ${refusal ? html`<p class="muted">${refusal}</p>` : html`<${Words} writing=${writing} until=${ticket.reply.until} />`}
      ${!refusal && html`<${Attached} uploads=${uploads} limits=${limits} />`}
      ${writing.other.value && html`<${Later} load=${elsewhere} writing=${writing} />`}
      ${held && html`<${Held} item=${held} outbox=${desk.outbox} edit=${writing.edit} />`}
      ${problem.value && html`<p class="trouble" role="alert">${problem.value.message}</p>`}
      <div class="row">
        <span class="muted" role="status">${(!refusal && waits) || told(blanks.value)}</span>
        <${Kept} writing=${writing} />
        ${isPossible && html`<button type="button" aria-keyshortcuts="m" onClick=${openMenu}>Insert macro</button>`}
        ${!refusal && limits && html`<${AttachButton} take=${take} />`}
        ${!isNote && canFollowUp && html`<${FollowUp} writing=${writing} />`}
        <button class="main" type="submit" disabled=${!canSend}>${KINDS[kind.value].send}</button>
      </div>
    </form>
    ${menu.value && html`<${menu.value.MacroMenu} desk=${desk} writing=${writing} onClose=${closeMenu} />`}
  `;
}

// Where what is written is by now. It is looked at, not told each time.
function Kept({ writing: { draft, trouble, text, uploads } }) {
  if (!text.value && !uploads().files.value.length) return null;
  const { isSaved } = draft.value;
  return html`<span class="muted">${isSaved ? "Draft saved" : trouble.value && "Draft kept in this browser"}</span>`;
}

const told = (blanks) => (blanks.length ? `Left blank, as nobody knows it: ${blanks.join(", ")}` : "Ctrl + Enter sends");

function Kinds({ writing }) {
  return html`
    <fieldset class="modes">
      <legend class="visually-hidden">Kind of message</legend>
      ${Object.entries(KINDS).map(
        ([kind, { label }]) => html`
          <label key=${kind}>
            <input
              type="radio"
              name="mode"
              value=${kind}
              aria-keyshortcuts=${kind[0]}
              checked=${writing.kind.value === kind}
              onClick=${() => writing.turn(kind)}
            />
            ${label}
          </label>
        `,
      )}
    </fieldset>
  `;
}

// Whoever turns to an answer or a note goes on typing.
function Words({ writing, until }) {
  const field = useRef();
  const kind = writing.kind.value;
  const { label, placeholder } = KINDS[kind];
  const turns = writing.turns.value;
  const insertion = writing.insertion.value;
  useLayoutEffect(() => {
    if (turns) field.current.focus();
  }, [turns]);
  useLayoutEffect(() => {
    if (!insertion) return;
    writing.insertion.value = null;
    insert(field.current, insertion.words);
  }, [insertion]);
  return html`
    ${kind === "reply" && until && html`<p class="muted">You can answer until <${Exactly} at=${until} />.</p>`}
    <textarea
      ref=${field}
      rows="4"
      dir="auto"
      maxlength="20000"
      aria-label=${label}
      placeholder=${placeholder}
      value=${writing.text.value}
      onInput=${(event) => writing.type(event.currentTarget.value)}
      onKeyDown=${hurry}
    ></textarea>
  `;
}

function hurry(event) {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  event.currentTarget.form.requestSubmit();
}

function FollowUp({ writing }) {
  return html`
    <button type="button" disabled=${writing.isInviting.value} onClick=${writing.followUp}>WhatsApp follow up</button>
  `;
}

// An answer that would cross with what others wrote meanwhile waits for a second word.
function Held({ item, outbox, edit }) {
  return html`
    <div class="trouble" role="alert">
      <p>${item.detail}</p>
      <p>${item.unseen.join(" · ")}</p>
      <p class="text">${`Not sent: “${item.text || names(item.files)}”`}</p>
      <div class="actions">
        <button type="button" onClick=${() => outbox.retry(item)}>Send anyway</button>
        <button type="button" onClick=${() => edit(item)}>Change the text</button>
      </div>
    </div>
  `;
}
