// How a figure went from day to day, and how it is on each channel.

import { html, useMemo, useRef } from "../shared/html.js";
import { channels } from "../shared/words.js";
import { Answered, useAnswer } from "./answer.js";
import { path } from "./asked.js";
import { Chart } from "./chart.js";
import { figure, isTime, longDay, nameOf, shortDay, shown } from "./numbers.js";

// The comparison's days are laid over these ones, the first over the first.
export function Course({ summary, asked, turn }) {
  const { metric, channel } = asked;
  const { from, to, comparison } = summary;
  const now = useAnswer(path("series", { from, to, metric, channel }), turn);
  const before = useAnswer(path("series", { from: comparison.from, to: comparison.to, metric, channel }), turn);
  // Drawn once both are there: a chart that is drawn anew is read from its beginning again.
  const both = useRef({});
  const isAsking = now.isAsking || before.isAsking;
  if (!isAsking) both.current = { now: now.known, before: before.known };
  const answer = { ...now, known: both.current.now && both.current, isAsking };
  return html`
    <section aria-label="Day by day">
      <h2>${`${nameOf(metric)}, day by day`}</h2>
      <${Answered} answer=${answer}>
        ${(known) => html`<${Days} ...${known} asked=${asked} />`}
      <//>
    </section>
  `;
}

function Days({ now, before, asked }) {
  const { metric, days, channel } = now;
  const of = (day) => (isTime(metric) ? day[asked.clock][asked.value] : day.value);
  const lines = useMemo(() => {
    const behind = (those) => (index) => those[index] && { from: those[index].date, to: those[index].date, metric, channel };
    const own = { name: "This period", of: "Day", values: days.map(of), behind: behind(days) };
    if (before?.metric !== metric) return [own];
    return [own, { name: "Compared with", values: days.map((_, index) => before.days[index] && of(before.days[index])),
      names: before.days.map(({ date }) => shortDay(date)), behind: behind(before.days) }];
  }, [now, before, asked.clock, asked.value]);
  const names = useMemo(() => days.map(({ date }) => (days.length > 1 ? shortDay(date) : longDay(date))), [now]);
  const isBars = !isTime(metric) && metric !== "backlog";
  return html`
    <${Chart} label=${`${nameOf(metric)}, day by day`} names=${names} lines=${lines} isTime=${isTime(metric)} isBars=${isBars}
      show=${(value) => shown(metric, value)} />
  `;
}

const NAMES = channels.map(([, name]) => name);

export function Channels({ summary, asked, turn }) {
  const { from, to } = summary;
  const { compare_from, compare_to } = asked;
  const answers = channels.map(([channel]) => useAnswer(path("summary", { from, to, channel, compare_from, compare_to }), turn));
  const known = answers.map((answer) => answer.known);
  const isThere = known.every(Boolean);
  const failed = answers.filter(({ problem }) => problem);
  const answer = {
    known: isThere || undefined,
    problem: failed[0]?.problem,
    isAsking: answers.some((each) => each.isAsking),
    ask: () => failed.forEach(({ ask }) => ask()),
  };
  return html`
    <section aria-label="By channel">
      <h2>${`${nameOf(asked.metric)} by channel`}</h2>
      <${Answered} answer=${answer}>
        ${() => html`<${Split} known=${known} asked=${asked} />`}
      <//>
    </section>
  `;
}

function Split({ known, asked }) {
  const { metric, clock, value } = asked;
  const lines = useMemo(() => {
    const of = (part) => known.map((each) => figure(each[part], metric, asked));
    const behind = (part) => (index) => {
      const { channel, [part]: { from, to } } = { ...known[index], current: known[index] };
      return { from, to, metric, channel };
    };
    return [
      { name: "This period", of: "Channel", values: of("current"), behind: behind("current") },
      { name: "Compared with", values: of("comparison"), isApart: true, behind: behind("comparison") },
    ];
  }, [...known, metric, clock, value]);
  return html`
    <${Chart} label=${`${nameOf(metric)} by channel`} names=${NAMES} lines=${lines} isTime=${isTime(metric)} isBars=${true}
      show=${(each) => shown(metric, each)} />
  `;
}
