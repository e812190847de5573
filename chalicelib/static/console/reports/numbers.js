// Figures as people read them: numbers, times, and by how much they changed.

import { html } from "../shared/html.js";

const NUMBER = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
const SHORT = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", timeZone: "UTC" });
const LONG = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeZone: "UTC" });
const MINUTE = 60;
const HOUR = 3600;
const DAY = 86400;

export const COUNTS = [
  ["created", "Ticket volume"],
  ["resolved", "Resolved"],
  ["auto_closed", "Auto-closed"],
  ["reopened", "Reopened"],
  ["backlog", "Backlog"],
  ["ai_resolved", "Closed by the Customer Agent"],
];
export const TIMES = [
  ["first_response", "First response"],
  ["response", "All responses"],
  ["resolution", "Resolution"],
];
export const METRICS = [...COUNTS.slice(0, 4), ...TIMES, ...COUNTS.slice(4)];
export const VALUES = [
  ["mean", "Mean"],
  ["median", "Median"],
  ["p90", "p90"],
];
export const CLOCKS = [
  ["wall", "All of the time"],
  ["office_hours", "Office hours only"],
];
export const isTime = (metric) => TIMES.some(([key]) => key === metric);
export const nameOf = (metric) => METRICS.find(([key]) => key === metric)?.[1] || metric;

export const number = (value) => NUMBER.format(value);
export const shortDay = (day) => SHORT.format(Date.parse(day));
export const longDay = (day) => LONG.format(Date.parse(day));
export const days = (from, to) => (from === to ? longDay(from) : `${longDay(from)} – ${longDay(to)}`);

// The two largest units are enough: nobody plans by the seconds of a day.
export function duration(seconds) {
  if (seconds === null || seconds === undefined) return "–";
  const parts = (large, one, small, other) => {
    const rest = Math.round((seconds % large) / small);
    return rest && rest * small < large ? `${Math.floor(seconds / large)} ${one} ${rest} ${other}` : `${Math.round(seconds / large)} ${one}`;
  };
  if (seconds < MINUTE) return `${Math.round(seconds)} s`;
  if (seconds < HOUR) return parts(MINUTE, "min", 1, "s");
  return seconds < DAY ? parts(HOUR, "h", MINUTE, "min") : parts(DAY, "d", HOUR, "h");
}

// A figure in what the API answers, a time as it is chosen to be looked at.
export function figure(figures, metric, { clock, value }) {
  return isTime(metric) ? figures?.[metric]?.[clock]?.[value] : figures?.[metric];
}

export const shown = (metric, value) => (isTime(metric) ? duration(value) : number(value ?? 0));

const GOOD = { resolved: 1, first_response: -1, response: -1, resolution: -1, reopened: -1, backlog: -1 };

// By words and a sign first; the colour only repeats what is good or bad of it.
export function Change({ metric, percent, before }) {
  if (percent === null || percent === undefined) return html`<p class="change muted">Nothing to compare with</p>`;
  const was = html`<span class="muted">, was <bdi>${shown(metric, before)}</bdi></span>`;
  if (percent === 0) return html`<p class="change">No change${was}</p>`;
  const [up, down] = isTime(metric) ? ["longer", "shorter"] : ["more", "fewer"];
  const side = (GOOD[metric] || 0) * Math.sign(percent);
  return html`
    <p class="change">
      <span class=${side > 0 ? "good" : side < 0 ? "bad" : ""}>
        <span aria-hidden="true">${percent > 0 ? "▲ " : "▼ "}</span>
        <bdi>${`${number(Math.abs(percent))} % ${percent > 0 ? up : down}`}</bdi>
      </span>
      ${was}
    </p>
  `;
}
