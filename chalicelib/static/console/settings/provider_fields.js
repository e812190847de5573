// The fields of an inbox, as its provider describes them, and what was entered in them.

import { Input } from "../shared/fields.js";
import { html } from "../shared/html.js";

export function Name({ current = "" }) {
  return html`
    <${Input} label="Name" hint="What your team calls it; empty: its address." name="name" at="/name" maxlength="60"
      defaultValue=${current} />
  `;
}

export function Settings({ of, current = {} }) {
  return of.map(
    ({ name, ...about }) => html`
      <${Input} key=${name} ...${about} name=${name} at=${`/settings/${name}`} maxlength="500" autocomplete="off"
        spellcheck=${false} defaultValue=${current[name] || ""} />
    `,
  );
}

// What is entered goes to the server, and comes back from nowhere.
export function Credentials({ of }) {
  return of.map(
    ({ name, ...about }) => html`
      <${Input} key=${name} ...${about} type="password" name=${name} at=${`/credentials/${name}`} maxlength="1000"
        autocomplete="new-password" spellcheck=${false} />
    `,
  );
}

export const entered = (of, { elements }) =>
  Object.fromEntries(of.map(({ name }) => [name, elements[name].value.trim()]));
