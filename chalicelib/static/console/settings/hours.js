// Office hours: when the team is there, and what keeps to that.

import { Check, Choice, Input } from "../shared/fields.js";
import { Chips } from "../shared/chips.js";
import { html, useId, useSignal } from "../shared/html.js";
import { Editor } from "./editor.js";
import { read, rowsOf, TEMPLATES, Week } from "./week.js";

const SCOPES = [
  ["all", "Tickets of every channel"],
  ["webchat", "Tickets of the web chat only"],
];
const ZONES = Intl.supportedValuesOf("timeZone");

export function OfficeHours({ settings }) {
  const { office_hours: hours, office_hours_scope: scope, office } = settings.known.value;
  const keeps = useSignal(hours.days !== null);
  const rows = useSignal(rowsOf(hours.days || TEMPLATES[0].days));
  const holidays = useSignal([...hours.holidays].sort());
  const changes = ({ elements: { zone, scope: chosen } }) => ({
    office_hours: {
      time_zone: zone.value.trim(),
      days: keeps.value ? read(rows.value) : null,
      holidays: holidays.value,
    },
    office_hours_scope: chosen.value,
  });
  return html`
    <${Editor} title="Office hours" changes=${changes} onSaved=${settings.load}>
      <${Now} office=${office} hasHours=${hours.days !== null} zone=${hours.time_zone} />
      <${Zone} current=${hours.time_zone} />
      <${Check} label="We keep office hours; without, we are always open" checked=${keeps.value}
        onChange=${(event) => (keeps.value = event.currentTarget.checked)} />
      ${keeps.value &&
      html`
        <${Week} rows=${rows} />
        <${Chips} label="Holidays" hint="Closed all day. What began the day before, over midnight, goes on to its end."
          type="date" at="/office_hours/holidays" of=${holidays} />
      `}
      <${Choice} label="What keeps to office hours" name="scope" options=${SCOPES} chosen=${scope}
        hint="Outside office hours these wait, and are handed out when you open. The chat tells visitors when that is." />
    <//>
  `;
}

function Now({ office, hasHours, zone }) {
  const moment = (at) =>
    new Intl.DateTimeFormat(undefined, { timeZone: zone, dateStyle: "full", timeStyle: "short" }).format(new Date(at));
  const opens = office.opens_at ? `Closed now; opens on ${moment(office.opens_at)}.` : "Closed, and not opening within a year.";
  const words = office.is_open ? `Open now${hasHours ? "" : ", as always"}.` : opens;
  return html`<p class=${office.is_open ? "good" : "muted"}>${words}</p>`;
}

export function Zone({ current }) {
  const id = useId();
  return html`
    <${Input} label="Time zone" hint="Of the shop in every respect: hours, snoozes and reports." name="zone"
      at="/office_hours/time_zone" list=${id} required maxlength="254" autocomplete="off" defaultValue=${current} />
    <datalist id=${id}>${ZONES.map((zone) => html`<option key=${zone} value=${zone} />`)}</datalist>
  `;
}
