// Texts: the automatic answer, and who is told of a new one.

import { Area, Check, Choice } from "../shared/fields.js";
import { html } from "../shared/html.js";
import { Editor } from "./editor.js";

const MODES = [
  ["off", "Off"],
  ["non_consented", "Only to customers who have not agreed to texts (recommended)"],
  ["all", "To everybody who has not opted out"],
];
export const PLACEHOLDERS = "{{Organization prefix}} and {{email}} are filled in.";

export function Texts({ of, title, current }) {
  const hasLinks = "shorten_links" in current;
  const changes = ({ elements: { mode, text, notifies, notify, shortens } }) => ({
    [of]: {
      autoresponder: { mode: mode.value, text: text.value },
      notifies: notifies.checked,
      notify: notify.value.split(/\s+/).filter(Boolean),
      ...(hasLinks && { shorten_links: shortens.checked }),
    },
  });
  return html`
    <${Editor} title=${title} changes=${changes}>
      <${AutomaticAnswer} current=${current.autoresponder} />
      <${Check} label="Mail the team about new texts" name="notifies" defaultChecked=${current.notifies} />
      <${Area}
        label="Addresses that are told"
        hint="One a line; without any, the assignee, or whoever is online."
        name="notify"
        rows="2"
        defaultValue=${current.notify.join("\n")}
      />
      ${hasLinks &&
      html`<${Check} label="Make links in outgoing texts short" name="shortens" defaultChecked=${current.shorten_links} />`}
    <//>
  `;
}

function AutomaticAnswer({ current }) {
  return html`
    <${Choice} label="Automatic answer to a text without a keyword" name="mode" options=${MODES} chosen=${current.mode} />
    <${Area}
      label="Text of the automatic answer"
      hint=${`Once a day to each customer. ${PLACEHOLDERS}`}
      name="text"
      rows="3"
      maxlength="1200"
      defaultValue=${current.text}
    />
  `;
}
