// Signing in by a link that is mailed.

import { el, field, fill } from "../shared/dom.js";
import * as api from "./api.js";

export function signIn(root, said = "") {
  const email = el("input", {
    type: "email",
    name: "email",
    autocomplete: "email",
    required: true,
    maxlength: 254,
  });
  const send = el("button", { class: "main", type: "submit" }, "Mail me a link");
  const outcome = el("p", { role: "status" }, said);
  outcome.className = said ? "trouble" : "";

  async function submit(event) {
    event.preventDefault();
    send.disabled = true;
    outcome.className = "";
    try {
      const answer = await api.post("v1/sessions", { email: email.value });
      outcome.textContent = `${answer.detail} It is good for ten minutes.`;
    } catch (problem) {
      outcome.className = "trouble";
      outcome.textContent = problem.message;
    } finally {
      send.disabled = false;
    }
  }

  card(root, el("form", { on: { submit } }, field("Email address", email), send, outcome));
  email.focus();
}

export async function confirm(root, token, done) {
  card(root, el("p", { role: "status" }, "Signing you in…"));
  try {
    const session = await api.post("v1/sessions/confirm", { token });
    api.session.token = session.token;
  } catch (problem) {
    signIn(root, `${problem.message} Ask for a new link.`);
    return;
  }
  done();
}

function card(root, ...content) {
  document.title = "Sign in – Deskhand";
  fill(root, el("main", { class: "card" }, el("h1", {}, "Sign in to Deskhand"), content));
}
