// What is looked at: days, comparison, figure, channel and clock. All of it goes into the address.

import { Choice, Input } from "../shared/fields.js";
import { html, useSignal } from "../shared/html.js";
import { useSettled } from "../shared/settled.js";
import { channels } from "../shared/words.js";
import { ask, PERIODS } from "./asked.js";
import { CLOCKS, isTime, METRICS, VALUES } from "./numbers.js";

const COMPARED = [
  ["before", "The days just before"],
  ["own", "Own dates"],
];
const CHANNELS = [["", "All channels"], ...channels];

export function Chosen({ asked }) {
  // Own dates are chosen before there are any: until then the address stays as it is.
  const isOwn = useSignal(false);
  const isCompared = useSignal(false);
  const pick = (name, own) => (chosen) => {
    own.value = chosen === "own";
    if (chosen !== "own") ask(asked, { [name]: chosen });
  };
  const period = useSettled(isOwn.value ? "own" : asked.period, pick("period", isOwn));
  const compare = useSettled(isCompared.value ? "own" : asked.compare, pick("compare", isCompared));
  return html`
    <div class="chosen">
      <${Choice} label="Period" options=${PERIODS} ...${period} />
      ${period.value === "own" && html`<${Dates} name="Period" from=${asked.from} to=${asked.to} isGiven=${!isOwn.value}
        onChosen=${(from, to) => { isOwn.value = false; ask(asked, { period: "own", from, to }); }} />`}
      <${Choice} label="Compared with" options=${COMPARED} ...${compare} />
      ${compare.value === "own" && html`<${Dates} name="Comparison" from=${asked.compare_from} to=${asked.compare_to}
        isGiven=${!isCompared.value} onChosen=${(from, to) => {
          isCompared.value = false;
          ask(asked, { compare: "own", compare_from: from, compare_to: to });
        }} />`}
      <${Kept} label="Channel" name="channel" options=${CHANNELS} asked=${asked} />
      <${Kept} label="Times count" name="clock" options=${CLOCKS} asked=${asked} />
    </div>
  `;
}

export function Drawn({ asked }) {
  return html`
    <div class="chosen">
      <${Kept} label="Figure" name="metric" options=${METRICS} asked=${asked} />
      ${isTime(asked.metric) && html`<${Kept} label="Of the times, the" name="value" options=${VALUES} asked=${asked} />`}
    </div>
  `;
}

function Kept({ label, name, options, asked }) {
  const chosen = useSettled(asked[name], (value) => ask(asked, { [name]: value }));
  return html`<${Choice} label=${label} options=${options} ...${chosen} />`;
}

function Dates({ name, from, to, isGiven, onChosen }) {
  const submit = (event) => {
    event.preventDefault();
    const { first, last } = event.currentTarget.elements;
    onChosen(first.value, last.value);
  };
  return html`
    <form class="dates" aria-label=${`${name}, own dates`} onSubmit=${submit}>
      <${Input} label="First day" name="first" type="date" required defaultValue=${from} />
      <${Input} label="Last day" name="last" type="date" required defaultValue=${to} />
      <button type="submit" class=${isGiven ? "" : "main"}>Show</button>
    </form>
  `;
}
