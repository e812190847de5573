// Numbers as people read them, in their own language.

const PERCENT = new Intl.NumberFormat(undefined, { style: "percent" });
const NUMBER = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
const DAY = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "long", year: "numeric" });

export const percent = (share) => PERCENT.format(share);
export const number = (value) => NUMBER.format(value);
export const date = (moment) => DAY.format(new Date(moment));

// Amounts are whole numbers of the currency's smallest unit, which is `exponent` digits after its point.
export function money(minor, { currency, exponent }) {
  const amount = minor / 10 ** exponent;
  return currency ? new Intl.NumberFormat(undefined, { style: "currency", currency }).format(amount) : number(amount);
}
