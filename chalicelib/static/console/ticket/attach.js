// Files that go along with what is written: chosen, dropped or pasted.

import { size } from "../../shared/files.js";
import { taking } from "../../shared/posting.js";
import { html, useRef } from "../shared/html.js";
import { advice } from "../state/limits.js";

export function AttachButton({ take }) {
  const field = useRef();
  const chosen = ({ currentTarget: input }) => {
    take(input.files);
    input.value = "";
  };
  return html`
    <input ref=${field} type="file" multiple hidden onChange=${chosen} />
    <button type="button" onClick=${() => field.current.click()}>Attach files</button>
  `;
}

export function Attached({ uploads, limits }) {
  const files = uploads.files.value;
  const advised = advice(files, limits);
  return html`
    <ul class="attached" aria-label="Files to send" hidden=${!files.length}>
      ${files.map((file) => html`<${Line} key=${file.key} file=${file} uploads=${uploads} />`)}
    </ul>
    <p class="muted" role="status" hidden=${!advised}>${advised}</p>
  `;
}

function Line({ file, uploads }) {
  const { name, id, share, trouble, canRetry } = file;
  return html`
    <li>
      <span>${`${name} (${size(file.size)})`}</span>
      ${!id && !trouble && html`<progress max="1" value=${share} aria-label=${`Uploading ${name}`} />`}
      ${trouble && html`<span class="bad" role="alert">${trouble}</span>`}
      ${canRetry &&
      html`<button type="button" class="quiet" aria-label=${`Try ${name} again`} onClick=${() => uploads.put(file)}>Try again</button>`}
      <button type="button" class="quiet" aria-label=${`Remove ${name}`} onClick=${() => uploads.remove(file)}>Remove</button>
    </li>
  `;
}

// What a form listens to that takes files.
export function takesFiles(take) {
  return Object.fromEntries(Object.entries(taking(take)).map(([name, act]) => [`on${name}`, act]));
}
