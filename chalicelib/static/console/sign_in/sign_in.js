// Signing in by a link that is mailed.

import { Input } from "../shared/fields.js";
import { html, useLayoutEffect, useRef, useSignal } from "../shared/html.js";
import * as api from "../state/api.js";

export function Card({ title, children }) {
  return html`<main class="card"><h1>${title}</h1>${children}</main>`;
}

// `refusal` is why the last link was of no use.
export function SignIn({ refusal }) {
  const form = useRef();
  const said = useSignal(refusal);
  const isTrouble = useSignal(Boolean(refusal));
  const isSending = useSignal(false);
  useLayoutEffect(() => {
    form.current.elements.email.focus();
  }, []);
  const submit = async (event) => {
    event.preventDefault();
    isSending.value = true;
    try {
      const answer = await api.post("v1/sessions", { email: form.current.elements.email.value });
      said.value = `${answer.detail} It is good for ten minutes.`;
      isTrouble.value = false;
    } catch (problem) {
      said.value = problem.message;
      isTrouble.value = true;
    } finally {
      isSending.value = false;
    }
  };
  return html`
    <${Card} title="Sign in to Deskhand">
      <form ref=${form} onSubmit=${submit}>
        <${Input} label="Email address" name="email" type="email" autocomplete="email" required maxlength="254" />
        <button class="main" type="submit" disabled=${isSending.value}>Mail me a link</button>
        <p role="status" class=${isTrouble.value ? "trouble" : ""}>${said}</p>
      </form>
    <//>
  `;
}

export function SigningIn() {
  return html`<${Card} title="Sign in to Deskhand"><p role="status">Signing you in…</p><//>`;
}
