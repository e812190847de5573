// Bars and lines over days or channels. What they show can be read as a table, too.

import { signal } from "../../vendor/signals.js";
import Plot from "../../vendor/uplot.js";
import { Disclosure } from "../shared/disclosure.js";
import { html, useLayoutEffect, useRef, useSignal } from "../shared/html.js";
import { Table } from "./table.js";
import { Behind } from "./tickets.js";

const HEIGHT = 260;
const WHOLE = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000, 100000];
const CLOCK = [1, 5, 15, 30, 60, 300, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800, 1209600];
const STEPS = [1, 2, 7, 14, 28, 56, 91];

// Colours are drawn, not styled: whenever they change all is drawn anew.
const drawn = signal(0);
const again = () => {
  drawn.value += 1;
};
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
matchMedia("print").addEventListener("change", again);

// `names` has a word for each place, `lines` a list of values each; `show` puts a value into words. In the table a line's
// `behind` says of a place which tickets its value is made of.
export function Chart({ label, names, lines, show, isTime, isBars }) {
  const element = useRef();
  const at = useSignal(null);
  const plot = useRef(null);
  useLayoutEffect(() => {
    const own = new Plot(options(element.current, { names, lines, show, isTime, isBars, at }), data(names, lines), element.current);
    plot.current = own;
    const watch = new ResizeObserver(() => own.setSize({ width: element.current.clientWidth, height: HEIGHT }));
    watch.observe(element.current);
    return () => {
      watch.disconnect();
      own.destroy();
      at.value = null;
    };
  }, [names, lines, isTime, isBars, drawn.value]);
  const step = (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const way = isFromTheRight() ? -by : by;
    const next = Math.min(names.length - 1, Math.max(0, (at.value ?? (way > 0 ? -1 : names.length)) + way));
    plot.current.setCursor({ left: plot.current.valToPos(next, "x"), top: 0 });
  };
  return html`
    <figure>
      <${Legend} lines=${lines} />
      <div class="chart" ref=${element} role="img" tabindex="0" onKeyDown=${step}
        aria-label=${`${label}. The arrow keys read it from place to place; below it is a table.`}></div>
      <p class="reading muted" role="status">${reading(at.value, { names, lines, show })}</p>
      <${Disclosure} words="Show as table">
        <${Values} label=${label} names=${names} lines=${lines} show=${show} />
      <//>
    </figure>
  `;
}

function Legend({ lines }) {
  if (lines.length < 2) return null;
  return html`
    <ul class="legend" aria-hidden="true">
      ${lines.map(({ name, isApart }, index) => html`<li key=${name} class=${isApart ? "apart" : index ? "before" : "now"}>${name}</li>`)}
    </ul>
  `;
}

function reading(at, { names, lines, show }) {
  if (at === null) return "";
  const told = lines.map(({ name, values, names: own }) => {
    const value = values[at];
    const place = own?.[at] ? ` (${own[at]})` : "";
    return `${name}${place}: ${value === null || value === undefined ? "nothing" : show(value)}`;
  });
  return `${names[at]}. ${told.join("; ")}`;
}

function Values({ label, names, lines, show }) {
  const rows = names.map((name, index) => ({ key: name, name, index }));
  const columns = [
    { key: "name", name: "", value: ({ index }) => index, shown: ({ name }) => name },
    ...lines.map(({ name, values, behind }) => ({
      key: name,
      name,
      value: ({ index }) => values[index],
      shown: ({ index, name: place }) => {
        if (values[index] === null || values[index] === undefined) return "–";
        if (!behind) return show(values[index]);
        return html`<${Behind} query=${behind(index)} of=${place} value=${values[index]}>${show(values[index])}<//>`;
      },
    })),
  ];
  columns[0].name = lines[0].of || "Day";
  return html`<${Table} caption=${label} columns=${columns} rows=${rows} />`;
}

const data = (names, lines) => [
  names.map((_, index) => index),
  ...lines.map(({ values }) => names.map((_, index) => values[index] ?? null)),
];

const isFromTheRight = () => document.documentElement.dir === "rtl";

function options(element, { names, lines, show, isTime, isBars, at }) {
  const colour = (name) => getComputedStyle(element).getPropertyValue(name).trim();
  const [text, line] = [colour("--muted"), colour("--line")];
  const font = `12px ${colour("--font")}`;
  const fromTheRight = isFromTheRight();
  return {
    width: element.clientWidth,
    height: HEIGHT,
    padding: [12, 12, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
    scales: {
      x: { time: false, dir: fromTheRight ? -1 : 1, range: [-0.5, names.length - 0.5] },
      y: { range: (_, __, most) => [0, most > 0 ? most * 1.08 : 1] },
    },
    axes: [
      { stroke: text, font, grid: { show: false }, ticks: { show: false }, incrs: STEPS, space: 64, size: 28,
        values: (_, places) => places.map((place) => names[place] ?? "") },
      { stroke: text, font, side: fromTheRight ? 1 : 3, size: isTime ? 76 : 44, incrs: isTime ? CLOCK : WHOLE, space: 40,
        grid: { stroke: line, width: 1 }, ticks: { show: false }, values: (_, values) => values.map(show) },
    ],
    series: [{}, ...lines.map(({ isApart }, index) => series(index, { isApart, isBars, accent: colour("--accent"), text }))],
    hooks: { setCursor: [(plot) => (at.value = plot.cursor.idx ?? null)] },
  };
}

function series(index, { isApart, isBars, accent, text }) {
  // Places that do not follow one another have no line between them.
  if (isApart) return { stroke: text, paths: () => null, points: { show: true, size: 10, width: 2, fill: "transparent" } };
  if (index) return { stroke: text, width: 2, dash: [4, 4], points: { show: false }, spanGaps: false };
  if (!isBars) return { stroke: accent, width: 2, points: { show: true, size: 6, fill: accent } };
  return { stroke: accent, fill: accent, width: 0, paths: Plot.paths.bars({ size: [0.7, 48], radius: 0.1 }), points: { show: false } };
}
