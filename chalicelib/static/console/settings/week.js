// A week's hours: several ranges a day, each from a time to a time.

import { Group, Input } from "../shared/fields.js";
import { html, useRef } from "../shared/html.js";

export const DAYS = [
  ["mon", "Monday"],
  ["tue", "Tuesday"],
  ["wed", "Wednesday"],
  ["thu", "Thursday"],
  ["fri", "Friday"],
  ["sat", "Saturday"],
  ["sun", "Sunday"],
];
const MOST = 10;
const every = (names, ...ranges) => Object.fromEntries(DAYS.map(([day]) => [day, names.includes(day) ? ranges : []]));
const WORKDAYS = ["mon", "tue", "wed", "thu", "fri"];

export const TEMPLATES = [
  { words: "Monday to Friday, 9 to 17", days: every(WORKDAYS, ["09:00", "17:00"]) },
  { words: "Monday to Friday, with a lunch break", days: every(WORKDAYS, ["09:00", "12:00"], ["13:00", "17:00"]) },
  { words: "Every day, 8 to 22", days: every([...WORKDAYS, "sat", "sun"], ["08:00", "22:00"]) },
];

const row = ([from, to]) => ({ id: crypto.randomUUID(), from, to });
export const rowsOf = (days) => Object.fromEntries(DAYS.map(([day]) => [day, (days[day] || []).map(row)]));
export const read = (rows) =>
  Object.fromEntries(DAYS.map(([day]) => [day, rows[day].map(({ from, to }) => [time(from), time(to)])]));

// "9" and "9:00" are taken for what they mean; what is no time is left to the server to refuse.
export function time(text) {
  const [, hour, minute = "00"] = /^(\d{1,2})(?::?(\d{2}))?$/.exec(text.trim()) || [];
  return hour ? `${hour.padStart(2, "0")}:${minute}` : text.trim();
}

// `rows` is the signal that holds the ranges by day.
export function Week({ rows }) {
  const element = useRef();
  // The form hears of ranges that come and go as of any other change.
  const set = (changed) => {
    rows.value = { ...rows.value, ...changed };
    element.current.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const copy = (from) => set(rowsOf(Object.fromEntries(DAYS.map(([day]) => [day, read(rows.value)[from]]))));
  return html`
    <div class="week" ref=${element}>
      <div class="actions" role="group" aria-label="Start from">
        ${TEMPLATES.map(
          ({ words, days }) => html`<button key=${words} type="button" onClick=${() => set(rowsOf(days))}>${words}</button>`,
        )}
      </div>
      ${DAYS.map(
        ([day, name]) => html`
          <${Day} key=${day} day=${day} name=${name} ranges=${rows.value[day]} set=${(ranges) => set({ [day]: ranges })}
            copy=${() => copy(day)} />
        `,
      )}
    </div>
  `;
}

function Day({ day, name, ranges, set, copy }) {
  const put = (changed) => set(ranges.map((range) => (range.id === changed.id ? changed : range)));
  const drop = (gone) => set(ranges.filter((range) => range !== gone));
  return html`
    <${Group} legend=${name} at=${`/office_hours/days/${day}`}>
      ${!ranges.length && html`<p class="muted">Closed</p>`}
      ${ranges.map(
        (range, index) => html`
          <${Range} key=${range.id} range=${range} at=${`/office_hours/days/${day}/${index}`} put=${put} drop=${() => drop(range)} />
        `,
      )}
      <div class="actions">
        <button type="button" aria-label=${`Add hours on ${name}`} disabled=${ranges.length >= MOST}
          onClick=${() => set([...ranges, row(["09:00", "17:00"])])}>Add hours</button>
        <button type="button" class="quiet" aria-label=${`Copy ${name} to all days`} onClick=${copy}>Copy to all days</button>
      </div>
    <//>
  `;
}

function Range({ range, at, put, drop }) {
  const field = (label, name, index) => html`
    <${Input} label=${label} at=${`${at}/${index}`} required maxlength="5" autocomplete="off" placeholder="00:00"
      value=${range[name]} onInput=${(event) => put({ ...range, [name]: event.currentTarget.value })} />
  `;
  const isOverNight = time(range.to) < time(range.from);
  return html`
    <div class="range">
      ${field("From", "from", 0)} ${field("To", "to", 1)}
      <button type="button" class="quiet" aria-label=${`Remove ${range.from} to ${range.to}`} onClick=${drop}>Remove</button>
      ${isOverNight && html`<p class="muted">Ends on the next day.</p>`}
    </div>
  `;
}
