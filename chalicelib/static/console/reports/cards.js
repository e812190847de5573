// The figures of the days that are asked for, each with how it changed and what it means.

import { Disclosure } from "../shared/disclosure.js";
import { Hidden } from "../shared/fields.js";
import { html } from "../shared/html.js";
import { Behind } from "./tickets.js";
import { Change, duration, figure, isTime, METRICS, number, shown, VALUES } from "./numbers.js";

export function Cards({ summary, asked }) {
  const shownOnes = METRICS.filter(([key]) => key !== "ai_resolved");
  return html`
    <ul class="figures">
      ${shownOnes.map(([key, name]) => html`<${Card} key=${key} metric=${key} name=${name} summary=${summary} asked=${asked} />`)}
    </ul>
  `;
}

function Card({ metric, name, summary, asked }) {
  const { current, comparison, change_percent: changed, definitions, from, to, channel } = summary;
  const value = figure(current, metric, asked);
  return html`
    <li aria-label=${name}>
      <h2>${name}</h2>
      <p class="value"><${Behind} query=${{ from, to, metric, channel }} value=${value}>${shown(metric, value)}<//></p>
      <${Change} metric=${metric} percent=${figure(changed, metric, asked)} before=${figure(comparison, metric, asked)} />
      ${isTime(metric) && html`<${Times} of=${current[metric]} clock=${asked.clock} />`}
      <${Disclosure} words=${html`What it means<${Hidden}>${`: ${name}`}<//>`}>
        <p class="muted">${definitions[metric]}</p>
        ${isTime(metric) && html`<p class="muted">${`${definitions[asked.clock]} ${definitions.percentiles}`}</p>`}
        <p class="muted">${definitions.left_out}</p>
      <//>
    </li>
  `;
}

export function Times({ of, clock }) {
  return html`
    <dl class="times">
      ${VALUES.map(([key, name]) => html`<div key=${key}><dt>${name}</dt><dd><bdi>${duration(of[clock][key])}</bdi></dd></div>`)}
      <div><dt>Measured</dt><dd>${number(of.n)}</dd></div>
    </dl>
  `;
}
