// A sentence of the description; what stands between backticks is a name.

import { html } from "../console/shared/html.js";

export function Prose({ text }) {
  return text.split("`").map((part, place) => (place % 2 ? html`<code key=${place}>${part}</code>` : part));
}
