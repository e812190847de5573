// What is left to set up: a step opens in place, with what is wrong with it, what to do, and where.

import { html, useEffect, useRef, useSignal } from "../shared/html.js";
import { Loaded } from "../shared/loaded.js";
import { Ago } from "../shared/moments.js";
import { sheet } from "../shared/sheet.js";
import * as api from "../state/api.js";
import { Outcome, Section, useOutcome } from "../settings/editor.js";
import { Action } from "./action.js";
import { Sandbox } from "./sandbox.js";

await sheet("./setup.css", import.meta.url);

const SETUP = "v1/setup";
const LOOKS_AGAIN = 4000;
const STATES = { done: "Done", todo: "To do", waiting: "Waiting", wrong: "Something is wrong" };

export function Setup({ desk }) {
  return html`<${Loaded} path=${SETUP}>${(setup, load) => html`<${List} setup=${setup} load=${load} desk=${desk} />`}<//>`;
}

const isSettled = (step) => step.state === "done" || step.skipped !== null;

function List({ setup, load, desk }) {
  const outcome = useOutcome();
  const { data, settled, of, dismissed } = setup;
  const isWaiting = data.some((step) => step.state === "waiting" && !step.skipped);
  useLooking(load, isWaiting);
  const say = (body, words) => outcome.of(() => api.patch(SETUP, body), load, () => words);
  const first = data.find((step) => !isSettled(step))?.name;
  return html`
    <${Section} title="Steps">
      <p>
        <strong>${settled} of ${of}</strong>${" "}
        <progress max=${of} value=${settled} aria-label=${`${settled} of ${of} steps are settled`} />
      </p>
      ${settled === of && html`<p class="good">You are set up. Customers can write, and your team can answer.</p>`}
      <${Changes} steps=${data} />
      <ol class="steps">
        ${data.map((step) => html`<${Step} key=${step.name} step=${step} isFirst=${step.name === first} say=${say} load=${load} desk=${desk} />`)}
      </ol>
      <${Outcome} outcome=${outcome} />
      ${dismissed && html`<p class="muted">${dismissed.name} put this list away <${Ago} at=${dismissed.at} />.</p>`}
      <div class="actions">
        <button type="button" onClick=${() => say({ is_dismissed: !dismissed }, dismissed ? "The list is back." : "The list is put away.")}>
          ${dismissed ? "Show it after signing in" : "Do not show it after signing in"}
        </button>
        <button type="button" onClick=${load}>Look again</button>
      </div>
    <//>
    <${Section} title="Try it">
      <p>A test shop with your own chat opens in a new tab. What you write there is a ticket that no report counts.</p>
      <${Sandbox} desk=${desk} hasEnd />
    <//>
  `;
}

// While something is under way outside, and whenever the reader comes back from there.
function useLooking(load, isWaiting) {
  useEffect(() => {
    const look = () => document.visibilityState === "visible" && load();
    const timer = isWaiting && setInterval(look, LOOKS_AGAIN);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [load, isWaiting]);
}

// Tells whoever listens what has changed by itself.
function Changes({ steps }) {
  const known = useRef(null);
  const said = useSignal("");
  const now = Object.fromEntries(steps.map(({ name, reason }) => [name, reason]));
  useEffect(() => {
    const news = steps.filter(({ name, reason }) => known.current && known.current[name] !== reason);
    if (news.length) said.value = news.map(({ title, detail }) => `${title}: ${detail}`).join(" ");
    known.current = now;
  }, [JSON.stringify(now)]);
  return html`<p role="status" class="good">${said}</p>`;
}

function Step({ step, isFirst, say, load, desk }) {
  const { name, title, state, detail, to_do: toDo, page, skipped } = step;
  const isOpen = useSignal(isFirst);
  const turn = (event) => (isOpen.value = event.currentTarget.open);
  const wish = (to, words) => say({ steps: { [name]: to } }, words);
  return html`
    <li class=${skipped ? "skipped" : state}>
      <details open=${isOpen.value} onToggle=${turn}>
        <summary><strong>${title}</strong>${" "}<span class="muted">${skipped ? "Skipped" : STATES[state]}</span></summary>
        <p>${detail}</p>
        ${toDo && html`<p>${toDo}</p>`}
        <${Action} step=${step} reload=${load} desk=${desk} />
        ${skipped && html`<p class="muted">${skipped.name} skipped this <${Ago} at=${skipped.at} />.</p>`}
        <div class="actions">
          ${page ? html`<a href=${`#/settings/${page}`}>Open its settings</a>` : html`<a href="#/all/open">Open the inbox</a>`}
          ${skipped && html`<button type="button" onClick=${() => wish("open", `${title} is back.`)}>Take up again</button>`}
          ${!skipped && state !== "done" && html`<button type="button" onClick=${() => wish("skipped", `${title} is skipped.`)}>Skip</button>`}
        </div>
      </details>
    </li>
  `;
}
