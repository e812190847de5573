// Numbers as people read them, in their own language.

import { exact } from "../shared/moments.js";

const PERCENT = new Intl.NumberFormat(undefined, { style: "percent" });
const NUMBER = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
const DAY = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "long", year: "numeric" });
const TIME = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });

export const percent = (share) => PERCENT.format(share);
export const number = (value) => NUMBER.format(value);
export const date = (moment) => DAY.format(new Date(moment));

// The time of day is enough for what was today.
export function time(moment) {
  const at = new Date(moment);
  return at.toDateString() === new Date().toDateString() ? TIME.format(at) : exact(moment);
}

// Amounts are whole numbers of the currency's smallest unit, which is `exponent` digits after its point.
export function money(minor, { currency, exponent }) {
  const amount = minor / 10 ** exponent;
  if (!currency) return number(amount);
  const digits = { minimumFractionDigits: exponent, maximumFractionDigits: exponent };
  return new Intl.NumberFormat(undefined, { style: "currency", currency, ...digits }).format(amount);
}
