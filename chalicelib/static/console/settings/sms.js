// SMS: its numbers, automatic answers and keywords.

import { html } from "../shared/html.js";
import { Inboxes } from "./inboxes.js";
import { Keywords } from "./keywords.js";
import { Texts } from "./texts.js";

const NOTHING = "No number is connected. Texts to one that you connect become tickets.";

export function Sms({ settings }) {
  const { sms } = settings.known.value;
  return html`
    <${Inboxes} channel="sms" nothing=${NOTHING} />
    <${Texts} of="sms" title="SMS" current=${sms} />
    <${Keywords} of="sms" title="SMS keywords" current=${sms.keywords} />
  `;
}
