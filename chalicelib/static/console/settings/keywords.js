// Keywords of texts: the ones that everybody must have, and those that subscribe.

import { Area, Check, Choice, Input } from "../shared/fields.js";
import { html } from "../shared/html.js";
import { Editor } from "./editor.js";
import { useRows } from "./rows.js";
import { PLACEHOLDERS } from "./texts.js";

const MATCHES = [
  ["exact", "The word must be all of the text"],
  ["contains", "The word may stand anywhere in the text"],
];
const FRESH = { keyword: "", enabled: true, double_opt_in: false, text: "" };

export function Keywords({ of, title, current }) {
  const changes = ({ elements: { match, help, optIn, words } }) => ({
    [of]: {
      keywords: {
        opt_out_match: match.value,
        help_text: help.value,
        opt_in_text: optIn.value,
        subscribe: [...words.querySelectorAll("fieldset")].map(read),
      },
    },
  });
  return html`
    <${Editor} title=${title} changes=${changes}>
      <${Choice} label="STOP, UNSUBSCRIBE, CANCEL, END, QUIT" hint="A text that is taken for one opens no ticket."
        name="match" options=${MATCHES} chosen=${current.opt_out_match} />
      <${Answer} label="Answer to HELP and INFO" name="help" text=${current.help_text} />
      <${Answer} label="Answer to START and YES" name="optIn" text=${current.opt_in_text} />
      <${Subscribing} current=${current.subscribe} />
    <//>
  `;
}

function Answer({ label, name, text }) {
  const hint = `No links. ${PLACEHOLDERS}`;
  return html`<${Area} label=${label} hint=${hint} name=${name} rows="2" maxlength="1200" defaultValue=${text} />`;
}

function Subscribing({ current }) {
  const { element, rows, add, remove } = useRows(current);
  return html`
    <fieldset name="words" ref=${element}>
      <legend>Keywords that subscribe</legend>
      <ul class="keywords">
        ${rows.value.map((row) => html`<${Keyword} key=${row.id} current=${row} remove=${() => remove(row)} />`)}
      </ul>
      <button type="button" onClick=${() => add(FRESH)}>Add keyword</button>
    </fieldset>
  `;
}

function Keyword({ current, remove }) {
  return html`
    <li>
      <fieldset aria-label=${current.keyword || "New keyword"}>
        <${Input} label="Keyword" hint="3 to 20 letters or digits." name="keyword" required maxlength="20"
          defaultValue=${current.keyword} />
        <${Check} label="In use" name="enabled" defaultChecked=${current.enabled} />
        <${Check} label="Subscribes only after a YES" name="double" defaultChecked=${current.double_opt_in} />
        <${Area} label="Answer" hint="Empty: the usual one." name="text" rows="2" maxlength="1200"
          defaultValue=${current.text} />
        <button type="button" class="quiet" onClick=${remove}>Remove keyword</button>
      </fieldset>
    </li>
  `;
}

function read({ elements: { keyword, enabled, double, text } }) {
  return { keyword: keyword.value, enabled: enabled.checked, double_opt_in: double.checked, text: text.value };
}
