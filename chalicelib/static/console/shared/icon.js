// A picture beside words that say the same.

import { html } from "./html.js";

const PICTURES = new URL("../../shared/icons.svg", import.meta.url).href;

export const Icon = ({ of }) =>
  html`<svg width="16" height="16" aria-hidden="true"><use href=${`${PICTURES}#${of}`} /></svg>`;
