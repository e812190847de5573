// What the customer did elsewhere, newest first; what each agent wants to see of it stays chosen for every customer.

import { batch } from "../../vendor/signals.js";
import { Dialog } from "../shared/dialog.js";
import { Disclosure } from "../shared/disclosure.js";
import { Check } from "../shared/fields.js";
import { html, useEffect, useSignal } from "../shared/html.js";
import { Ago, day, exact } from "../shared/moments.js";
import * as api from "../state/api.js";

const FILTER = "v1/me/event_filter";
const KEPT = "Saved for all your tickets.";
const PAGE = 20;

export function Events({ path }) {
  return html`<${Disclosure} words="Events"><${List} path=${`${path}/events`} /><//>`;
}

function List({ path }) {
  const { events, metrics, chosen, kept, said, cursor, more, choose } = useEvents(path);
  const shown = useSignal(null);
  return html`
    ${metrics.value.length > 1 && html`<${Metrics} all=${metrics.value} chosen=${chosen.value} kept=${kept} choose=${choose} />`}
    <p role="status" class="muted" hidden=${!said.value}>${said}</p>
    ${grouped(events.value).map(
      ([name, of]) => html`
        <h4 key=${name}>${name}</h4>
        <ul class="rows">
          ${of.map((event) => html`<li key=${event.id}><${Row} event=${event} show=${() => (shown.value = event)} /></li>`)}
        </ul>
      `,
    )}
    ${cursor.value && html`<button type="button" onClick=${more}>Show older ones</button>`}
    ${shown.value && html`<${Detail} event=${shown.value} onClose=${() => (shown.value = null)} />`}
  `;
}

function useEvents(path) {
  const events = useSignal([]);
  const metrics = useSignal([]);
  const chosen = useSignal(null); // null: all of them
  const kept = useSignal("");
  const cursor = useSignal(null);
  const said = useSignal("Loading…");

  async function attempt(ask) {
    try {
      await ask();
    } catch (problem) {
      said.value = problem.message;
    }
  }

  async function read(from) {
    const query = new URLSearchParams([["limit", PAGE], ...(from ? [["cursor", from]] : [])]);
    for (const metric of chosen.value || []) query.append("metric", metric);
    const page = await api.get(`${path}?${query}`);
    batch(() => {
      events.value = from ? [...events.value, ...page.data] : page.data;
      cursor.value = page.next_cursor;
      const none = chosen.value ? "No such events. Choose others, or all." : "No events are known of this customer.";
      said.value = events.value.length ? "" : none;
    });
  }

  // Said of what is chosen by now: what was chosen before may be saved later.
  async function save(names) {
    await api.put(FILTER, { metrics: names });
    if (names === chosen.value) kept.value = KEPT;
  }

  const open = async () => {
    const [saved, known] = await Promise.all([api.get(FILTER), api.get(`${path}/metrics`)]);
    chosen.value = saved.metrics;
    kept.value = saved.metrics ? KEPT : "";
    metrics.value = [...new Set([...known.data.map(({ metric }) => metric), ...(saved.metrics || [])])];
    await read();
  };
  const choose = (names) =>
    attempt(async () => {
      chosen.value = names.length ? names : null;
      kept.value = "";
      await Promise.all([save(chosen.value), read()]);
    });

  useEffect(() => {
    attempt(open);
  }, [path]);
  return { events, metrics, chosen, kept, said, cursor, choose, more: () => attempt(() => read(cursor.value)) };
}

function Metrics({ all, chosen, kept, choose }) {
  const names = chosen || [];
  const turn = (name, isOn) => choose(isOn ? [...names, name] : names.filter((each) => each !== name));
  return html`
    <fieldset class="metrics">
      <legend>Show only, for every customer</legend>
      ${all.map(
        (name) => html`
          <${Check} key=${name} label=${name} checked=${names.includes(name)} onChange=${(event) => turn(name, event.currentTarget.checked)} />
        `,
      )}
      <p role="status" class="hint good">${kept}</p>
    </fieldset>
  `;
}

function Row({ event, show }) {
  return html`
    <button type="button" class="quiet" aria-haspopup="dialog" onClick=${show}>
      <bdi>${event.metric}</bdi>${event.value !== null && html` <span>${[event.value, event.currency].filter(Boolean).join(" ")}</span>`}
      <span class="muted"><${Ago} at=${event.time} /></span>
    </button>
  `;
}

function Detail({ event, onClose }) {
  return html`
    <${Dialog} label=${event.metric} onClose=${onClose}>
      <h2><bdi>${event.metric}</bdi></h2>
      <p class="muted">${exact(event.time)}</p>
      <dl class="properties">
        ${Object.entries(event.properties).map(
          ([name, value]) => html`<div key=${name}><dt><bdi>${name}</bdi></dt><dd dir="auto">${words(value)}</dd></div>`,
        )}
      </dl>
      <form method="dialog" class="actions"><button class="main">Close</button></form>
    <//>
  `;
}

const words = (value) => (value !== null && typeof value === "object" ? JSON.stringify(value, null, 1) : String(value));

function grouped(events) {
  const groups = new Map();
  for (const event of events) {
    const name = day(event.time);
    groups.set(name, [...(groups.get(name) || []), event]);
  }
  return [...groups];
}
