// When tickets close by themselves, and for how long a closed one is reopened.

import { Area, Check, Group, Input } from "../shared/fields.js";
import { html } from "../shared/html.js";
import { channels } from "../shared/words.js";
import { Editor } from "./editor.js";

const MOST = 2160;

export function Closing({ settings }) {
  const { auto_close: current, reopen_window_days: days } = settings.known.value;
  return html`
    <${AutoClose} current=${current} />
    <${Reopening} days=${days} />
  `;
}

function AutoClose({ current }) {
  const changes = ({ elements }) => ({
    auto_close: {
      enabled: elements.enabled.checked,
      after_hours: Number(elements.hours.value),
      by_channel: Object.fromEntries(channels.map(([channel]) => [channel, own(elements[channel])])),
      include_snoozed: elements.snoozed.checked,
      closing_text: elements.text.value,
    },
  });
  return html`
    <${Editor} title="Auto-close" changes=${changes}>
      <${Check} label="Close tickets after a time without a word from the customer" name="enabled"
        defaultChecked=${current.enabled} />
      <${Input} label="Hours until a ticket is closed" name="hours" at="/auto_close/after_hours" type="number" min="1" max=${MOST}
        required defaultValue=${current.after_hours}
        hint="From your last answer on. A customer who waits for an answer is never closed." />
      <${Group} legend="Otherwise on" hint="Hours; empty: as above; 0: never." class="channels">
        ${channels.map(
          ([channel, name]) => html`
            <${Input} key=${channel} label=${name} name=${channel} at=${`/auto_close/by_channel/${channel}`} type="number"
              min="0" max=${MOST} defaultValue=${current.by_channel[channel] ?? ""} />
          `,
        )}
      <//>
      <${Check} label="Close snoozed tickets too" name="snoozed" defaultChecked=${current.include_snoozed} />
      <${Area} label="Closing text" hint="Sent to the customer before; empty sends nothing." name="text"
        at="/auto_close/closing_text" rows="2" maxlength="2000" defaultValue=${current.closing_text} />
    <//>
  `;
}

// Null takes a channel's own period away.
const own = ({ value }) => (value === "" ? null : Number(value));

function Reopening({ days }) {
  const changes = ({ elements }) => ({ reopen_window_days: own(elements.days) });
  return html`
    <${Editor} title="Reopening" changes=${changes}>
      <${Input} label="Days in which a customer's message reopens a closed ticket" name="days" at="/reopen_window_days"
        type="number" min="1" max="3650" defaultValue=${days ?? ""}
        hint="Later it makes a new ticket, linked to the old one. Empty: however late. Web chat and Instagram always make a new one." />
    <//>
  `;
}
