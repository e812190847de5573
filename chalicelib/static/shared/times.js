// Moments as people read them: relative in the text, exact on hover.

const RELATIVE = new Intl.RelativeTimeFormat(undefined, { numeric: "auto", style: "short" });
const EXACT = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const DAY = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });
const STEPS = [
  ["day", 86400],
  ["hour", 3600],
  ["minute", 60],
];

export const exact = (moment) => EXACT.format(new Date(moment));
export const day = (moment) => DAY.format(new Date(moment));

export function relative(moment, now = Date.now()) {
  const seconds = (new Date(moment).getTime() - now) / 1000;
  for (const [unit, size] of STEPS) {
    if (Math.abs(seconds) >= size) return RELATIVE.format(Math.trunc(seconds / size), unit);
  }
  return "now";
}
