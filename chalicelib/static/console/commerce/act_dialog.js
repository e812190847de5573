// A question before something is done at a shop: it stays until the shop has taken it, and says why it did not.

import { Dialog } from "../shared/dialog.js";
import { html, useRef } from "../shared/html.js";
import { Said } from "./menu.js";

// `act` is given the form, and returns what became of it.
export function ActDialog({ title, words, acting, act, canSend = true, onClose, children }) {
  const form = useRef();
  const submit = async (event) => {
    event.preventDefault();
    if (await act(form.current)) form.current?.closest("dialog").close();
  };
  const close = (event) => event.currentTarget.closest("dialog").close();
  return html`
    <${Dialog} label=${title} onClose=${onClose}>
      <h2><bdi>${title}</bdi></h2>
      <form ref=${form} onSubmit=${submit}>
        ${children}
        <${Said} acting=${acting} />
        <div class="actions">
          <button class="main" type="submit" disabled=${acting.isBusy.value || !canSend}>${words}</button>
          <button type="button" onClick=${close}>Leave it</button>
        </div>
      </form>
    <//>
  `;
}
