// Another draft of the same agent in the same ticket, written on another device meanwhile: one of the two is kept.

import { html } from "../shared/html.js";
import { Ago } from "../shared/moments.js";
import { count } from "../shared/words.js";

export function Elsewhere({ writing }) {
  const { text, attachment_ids: files, kind, updated_at: at } = writing.other.value;
  const name = kind === "note" ? "a note" : "a reply";
  return html`
    <div class="trouble" role="alert" aria-label="Another draft">
      <p>${`Elsewhere you wrote ${name} that is not what is here, `}<${Ago} at=${at} />.</p>
      <p class="text">${`“${text || count(files.length, "file")}”`}</p>
      <div class="actions">
        <button type="button" onClick=${writing.takeOther}>Take that one</button>
        <button type="button" onClick=${writing.keepOwn}>Keep this one</button>
      </div>
    </div>
  `;
}
