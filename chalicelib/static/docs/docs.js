// The API's own page: areas, operations, and a search over them. It reads the same description as any program.

import { html, render, useLayoutEffect, useRef, useSignal } from "../console/shared/html.js";
import { Operation } from "./operation.js";
import { Prose } from "./prose.js";
import { anchorOf, byArea, matching, operationsOf } from "./read.js";

const SOURCE = "v1/openapi.json";
const root = document.getElementById("app");

async function start() {
  try {
    const answer = await fetch(SOURCE);
    if (!answer.ok) throw new Error(`The description cannot be read (${answer.status}).`);
    const description = await answer.json();
    render(html`<${Page} description=${description} />`, root);
    goTo();
  } catch (problem) {
    render(html`<p class="waits trouble" role="alert">${problem.message}</p>`, root);
  }
}

// What the address names is not there before it is drawn.
function goTo() {
  const named = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!named) return;
  if (named.tagName === "DETAILS") named.open = true;
  named.scrollIntoView();
}

addEventListener("hashchange", goTo);

function Page({ description }) {
  const wanted = useSignal("");
  const search = useRef(null);
  const operations = matching(operationsOf(description), wanted.value);
  const areas = byArea(description, operations);
  const base = description.servers[0].url;
  // As soon as it is drawn: who reads it may press a key at once.
  useLayoutEffect(() => {
    const listen = (event) => onKey(event, search.current);
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  }, []);
  return html`
    <a class="skip" href="#operations">To the operations</a>
    <header>
      <h1>Deskhand API</h1>
      <p><${Prose} text=${description.info.description} /></p>
      <p>Program against <a href=${SOURCE}>${SOURCE}</a> (OpenAPI ${description.openapi}), at <code>${base}</code>.</p>
      <div class="search" role="search">
        <label for="search">Search</label>
        <input
          id="search" type="search" ref=${search} autocomplete="off" spellcheck="false" aria-describedby="found"
          value=${wanted} onInput=${(event) => (wanted.value = event.target.value)}
        />
        <p id="found" class="muted" role="status">${said(operations.length)} Press / to search, Escape to see all.</p>
      </div>
    </header>
    <nav aria-label="Areas">
      <ul>
        ${areas.map(
          (area) => html`<li key=${area.name}>
            <a href="#${anchorOf(area.name)}">${area.name}</a>${" "}<span class="muted">${area.operations.length}</span>
          </li>`,
        )}
      </ul>
    </nav>
    <main id="operations" tabindex="-1">
      ${areas.map((area) => html`<${Area} key=${area.name} description=${description} area=${area} base=${base} />`)}
    </main>
  `;
}

const said = (count) => (count === 0 ? "Nothing is called so." : count === 1 ? "1 operation." : `${count} operations.`);

function Area({ description, area, base }) {
  return html`
    <section aria-labelledby=${anchorOf(area.name)}>
      <h2 id=${anchorOf(area.name)}>${area.name}</h2>
      ${area.description && html`<p class="muted"><${Prose} text=${area.description} /></p>`}
      ${area.operations.map((each) => html`<${Operation} key=${each.id} description=${description} operation=${each} base=${base} />`)}
    </section>
  `;
}

function onKey(event, search) {
  const isTyping = event.target.matches?.("input, textarea, select");
  if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    search.focus();
  }
  if (event.key === "Escape" && event.target === search) {
    search.value = "";
    search.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

start();
