// What is asked for, as it stands in the address: which days, what they are compared with, and what is drawn.

import { place } from "../state/route.js";

const DAY = 86400000;
const DATE = /^\d{4}-\d\d-\d\d$/;
const USUAL = { period: "28d", from: "", to: "", compare: "before", compare_from: "", compare_to: "" };
const DRAWN = { metric: "created", channel: "", value: "mean", clock: "wall" };

export const PERIODS = [
  ["today", "Today"],
  ["7d", "Last 7 days"],
  ["28d", "Last 28 days"],
  ["month", "This month"],
  ["last_month", "Last month"],
  ["own", "Own dates"],
];

// The day that it is in the account's time zone, whichever the reader is in.
export const today = (zone) => new Intl.DateTimeFormat("sv-SE", { timeZone: zone }).format(new Date());

export function read(zone) {
  const given = Object.fromEntries(new URLSearchParams(place.value.part));
  const known = Object.fromEntries(Object.keys({ ...USUAL, ...DRAWN }).map((name) => [name, given[name] || ""]));
  const asked = Object.fromEntries(Object.entries({ ...USUAL, ...DRAWN }).map(([name, usual]) => [name, known[name] || usual]));
  return { ...asked, ...days(asked, today(zone)), ...compared(asked) };
}

// What is as usual does not stand in the address.
export function ask(asked, change) {
  const wanted = { ...asked, ...change };
  const isOwn = wanted.period === "own";
  const isCompared = wanted.compare === "own";
  const stands = ([name, usual]) => {
    if (["from", "to"].includes(name) && !isOwn) return false;
    if (["compare_from", "compare_to"].includes(name) && !isCompared) return false;
    return wanted[name] !== usual;
  };
  const kept = Object.entries({ ...USUAL, ...DRAWN }).filter(stands).map(([name]) => [name, wanted[name]]);
  location.hash = kept.length ? `#/reports?${new URLSearchParams(kept)}` : "#/reports";
}

// Dates are read as if they were in UTC: a day is a day, there are no hours in it.
const moved = (day, by) => text(new Date(Date.parse(day) + by * DAY));
const text = (moment) => moment.toISOString().slice(0, 10);

function days({ period, from, to }, now) {
  const [year, month] = now.split("-").map(Number);
  if (period === "today") return { from: now, to: now };
  if (period === "7d") return { from: moved(now, -6), to: now };
  if (period === "month") return { from: `${now.slice(0, 8)}01`, to: now };
  if (period === "last_month") {
    return { from: text(new Date(Date.UTC(year, month - 2, 1))), to: text(new Date(Date.UTC(year, month - 1, 0))) };
  }
  if (period === "own" && DATE.test(from) && DATE.test(to)) return { from, to };
  return { period: "28d", from: moved(now, -27), to: now };
}

function compared({ compare, compare_from: from, compare_to: to }) {
  if (compare === "own" && DATE.test(from) && DATE.test(to)) return {};
  return { compare: "before", compare_from: "", compare_to: "" };
}

export const path = (name, query) => {
  const kept = Object.entries(query).filter(([, value]) => value);
  return `v1/reports/${name}?${new URLSearchParams(kept)}`;
};
