// Answering and noting. What was typed is never lost: it goes only when the server has it.

import { el, fill } from "../shared/dom.js";
import * as api from "./api.js";

// Why no answer can be sent; a note always can.
const REFUSALS = {
  closed_chat: "This chat is over. The customer's next message starts a new ticket.",
  blocked: "Your team has blocked this customer. Unblock them to answer.",
  no_address: "Nobody knows the customer's address, so no answer can be sent.",
};

export function composer(me, { onSent }) {
  const text = el("textarea", { rows: 4, maxlength: 20000, on: { input: keep, keydown: hurry } });
  const send = el("button", { class: "main", type: "submit" });
  const trouble = el("div", { class: "trouble", role: "alert", hidden: true });
  const closed = el("p", { class: "muted", hidden: true });
  const reply = mode("reply", "Reply");
  const note = mode("note", "Private note");
  const form = el(
    "form",
    { class: "composer", "aria-label": "Write", on: { submit } },
    el("fieldset", { class: "modes" }, el("legend", { class: "visually-hidden" }, "Kind of message"), reply, note),
    closed,
    text,
    trouble,
    el("div", { class: "row" }, el("span", { class: "muted" }, "Ctrl + Enter sends"), send),
  );
  let ticket = null;
  let seen = 0;
  let key = crypto.randomUUID();
  let isSending = false;

  function mode(value, label) {
    const radio = el("input", { type: "radio", name: "mode", value, on: { change: switchMode } });
    return el("label", {}, radio, label);
  }

  const kind = () => form.elements.mode.value || "reply";
  const place = () => `deskhand.draft.${me.id}.${ticket.id}.${kind()}`;

  function draw(now) {
    const isOther = ticket?.id !== now.id;
    ticket = now;
    seen = now.version;
    if (isOther) {
      reply.querySelector("input").checked = true;
      trouble.hidden = true;
      restore();
    }
    drawMode();
  }

  function switchMode() {
    trouble.hidden = true;
    restore();
    drawMode();
    text.focus();
  }

  function restore() {
    text.value = localStorage.getItem(place()) || "";
    key = crypto.randomUUID();
  }

  function drawMode() {
    const isNote = kind() === "note";
    const refusal = isNote ? null : ticket.reply_refusal;
    form.classList.toggle("noting", isNote);
    text.setAttribute("aria-label", isNote ? "Private note" : "Reply");
    text.placeholder = isNote ? "Only your team sees this" : "Write to the customer";
    text.disabled = Boolean(refusal);
    closed.hidden = !refusal;
    closed.textContent = REFUSALS[refusal] || "No answer can be sent to this customer.";
    send.textContent = isNote ? "Add note" : "Send";
    enable();
  }

  function enable() {
    send.disabled = isSending || text.disabled || !text.value.trim();
  }

  function keep() {
    if (text.value) localStorage.setItem(place(), text.value);
    else localStorage.removeItem(place());
    key = crypto.randomUUID();
    enable();
  }

  function hurry(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
    }
  }

  function submit(event) {
    event.preventDefault();
    if (!send.disabled) deliver({ version: kind() === "reply" ? seen : undefined });
  }

  async function deliver({ version }) {
    const own = { id: ticket.id, place: place(), text: text.value };
    const verb = kind() === "note" ? "notes" : "replies";
    isSending = true;
    trouble.hidden = true;
    enable();
    try {
      await api.post(`v1/tickets/${encodeURIComponent(own.id)}/${verb}`, { text: own.text }, { key, version });
      localStorage.removeItem(own.place);
      if (ticket.id === own.id && place() === own.place) restore();
      await onSent();
    } catch (problem) {
      if (ticket.id === own.id) failed(problem);
    } finally {
      isSending = false;
      enable();
    }
  }

  function failed(problem) {
    trouble.hidden = false;
    if (problem.code !== "thread_moved_on") {
      fill(trouble, `${problem.message} Your text is still here.`);
      return;
    }
    const unseen = problem.body.messages || [];
    const anyway = el("button", { type: "button", on: { click: sendAnyway } }, "Send anyway");
    key = crypto.randomUUID();
    seen = problem.body.version;
    fill(trouble, el("p", {}, `${problem.message}`), el("p", {}, unseen.map((m) => m.text).join(" · ")), anyway);
    onSent();
  }

  function sendAnyway() {
    deliver({ version: seen });
  }

  return { element: form, draw };
}
