// A picture beside words that say the same.

import { html } from "./html.js";

export const Icon = ({ of }) =>
  html`<svg width="16" height="16" aria-hidden="true"><use href=${`static/shared/icons.svg#${of}`} /></svg>`;
