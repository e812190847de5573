// What somebody wrote, as they wrote it, with the addresses in it as links that tell where they lead.

import { ELSEWHERE, linked } from "../../shared/links.js";
import { html } from "./html.js";

export function Text({ children: text, class: more = "" }) {
  return html`
    <p class=${`text ${more}`.trim()} dir="auto">
      ${linked(text).map((part) => (part.href ? html`<a href=${part.href} title=${part.href} ...${ELSEWHERE}>${part.text}</a>` : part))}
    </p>
  `;
}
