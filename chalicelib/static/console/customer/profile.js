// What other systems know of the customer: what the account pinned, then the rest, and the segments.

import { Disclosure } from "../shared/disclosure.js";
import { html } from "../shared/html.js";
import { Loaded } from "../shared/loaded.js";

export function Profile({ path }) {
  return html`
    <section aria-label="Profile">
      <h3>Profile</h3>
      <${Loaded} path=${path}>${(known) => known && html`<${Found} known=${known} />`}<//>
    </section>
  `;
}

function Found({ known }) {
  const pinned = known.pinned_properties.map(({ name, value }) => [name, value]);
  const names = pinned.map(([name]) => name);
  const others = Object.entries(known.properties).filter(([name]) => !names.includes(name));
  const isNothing = !pinned.length && !others.length && !known.segments.length;
  return html`
    ${isNothing && html`<p class="muted">No properties or segments are known.</p>`}
    <${Properties} of=${pinned} />
    ${others.length > 0 && html`<${Disclosure} words="More properties"><${Properties} of=${others} /><//>`}
    ${known.segments.length > 0 &&
    html`
      <ul class="tags" aria-label="Segments">
        ${known.segments.map((name) => html`<li key=${name} class="chip" title=${name}><span><bdi>${name}</bdi></span></li>`)}
      </ul>
    `}
  `;
}

function Properties({ of }) {
  return html`<dl>${of.map(([name, value]) => html`<div key=${name}><dt><bdi>${name}</bdi></dt><dd dir="auto">${words(value)}</dd></div>`)}</dl>`;
}

function words(value) {
  if (value === null) return "—";
  if (typeof value === "boolean") return value ? "Yes" : "No";
  return String(value);
}
