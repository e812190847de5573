// Office hours in one line: the same hours on some days in a row. The settings' page has all that there is to say.

import { Choice, Input } from "../shared/fields.js";
import { html } from "../shared/html.js";
import * as api from "../state/api.js";
import { Form } from "../settings/editor.js";
import { Zone } from "../settings/hours.js";
import { DAYS, time } from "../settings/week.js";

const NAMES = DAYS.map(([day]) => day);
const SUGGESTED = { first: "mon", last: "fri", from: "09:00", to: "17:00" };
const OWN_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

export function Hours({ facts: { days, time_zone: zone }, reload }) {
  const line = days ? lineOf(days) : SUGGESTED;
  if (!line) return html`<p class="muted">These hours are not the same on each day: change them in the settings.</p>`;
  return html`<${Line} key=${JSON.stringify([days, zone])} line=${line} zone=${zone} isNew=${!days} reload=${reload} />`;
}

function Line({ line, zone, isNew, reload }) {
  const save = ({ elements: { zone: named, first, last, from, to } }) => {
    const hours = [time(from.value), time(to.value)];
    const open = Object.fromEntries(between(first.value, last.value).map((day) => [day, [hours]]));
    return patch({ time_zone: named.value.trim(), days: open });
  };
  const use = async () => {
    await patch({ time_zone: OWN_ZONE });
    await reload();
  };
  const given = { required: true, maxlength: 5, autocomplete: "off", placeholder: "00:00" };
  return html`
    ${!isNew && shown(zone) !== shown(OWN_ZONE) && html`<${Elsewhere} zone=${zone} use=${use} />`}
    <${Form} save=${save} onSaved=${reload} words="Save hours">
      <${Zone} current=${isNew ? OWN_ZONE : zone} />
      <${Choice} label="From day" name="first" options=${DAYS} chosen=${line.first} />
      <${Choice} label="To day" name="last" options=${DAYS} chosen=${line.last} />
      <${Input} label="Opens at" name="from" at="/office_hours/days" defaultValue=${line.from} ...${given} />
      <${Input} label="Closes at" name="to" defaultValue=${line.to} ...${given} />
    <//>
  `;
}

function Elsewhere({ zone, use }) {
  return html`
    <p class="bad">
      ${`In ${zone} it is ${shown(zone)}, where you are ${shown(OWN_ZONE)}. If your team is where you are, the zone is wrong.`}
    </p>
    <p><button type="button" onClick=${use}>${`Use ${OWN_ZONE}`}</button></p>
  `;
}

const patch = (hours) => api.patch("v1/settings", { office_hours: hours });
const shown = (timeZone) =>
  new Intl.DateTimeFormat(undefined, { timeZone, weekday: "long", hour: "2-digit", minute: "2-digit" }).format(new Date());

// The days from one to the other, over the end of the week where that comes first.
function between(first, last) {
  const days = [...NAMES, ...NAMES].slice(NAMES.indexOf(first));
  return days.slice(0, days.indexOf(last) + 1);
}

// What a week comes to in one line, or nothing where it takes more.
function lineOf(days) {
  const open = NAMES.filter((day) => days[day]?.length);
  const hours = [...new Set(open.map((day) => JSON.stringify(days[day])))];
  if (!open.length) return SUGGESTED;
  const [[from, to], more] = JSON.parse(hours[0]);
  const first = open.find((day) => !open.includes(NAMES.at(NAMES.indexOf(day) - 1))) || NAMES[0];
  const last = [...NAMES, ...NAMES].slice(NAMES.indexOf(first))[open.length - 1];
  const isRow = between(first, last).every((day) => open.includes(day));
  return hours.length === 1 && !more && isRow ? { first, last, from, to } : null;
}
