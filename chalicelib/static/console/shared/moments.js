// Moments on the page: relative ones grow older by themselves, the exact time is shown on hover.

import * as times from "../../shared/times.js";
import { signal } from "../../vendor/signals.js";
import { html } from "./html.js";

export const { day, exact } = times;
const now = signal(Date.now());
setInterval(() => {
  now.value = Date.now();
}, 60000);

function Moment({ at, children }) {
  return html`<time datetime=${at} title=${exact(at)}>${children}</time>`;
}

// What happened since the last minute is new, too, and so is what a clock that is ahead of this one has stamped.
export function Ago({ at }) {
  return html`<${Moment} at=${at}>${times.relative(at, Math.max(now.value, Date.now(), new Date(at)))}<//>`;
}

export const Exactly = ({ at }) => html`<${Moment} at=${at}>${exact(at)}<//>`;
