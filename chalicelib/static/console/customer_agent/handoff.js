// Handoff: what becomes of a question that the Customer Agent cannot answer, channel by channel.

import { Area, Choice, Group, Input } from "../shared/fields.js";
import { html, useEffect, useMemo, useSignal } from "../shared/html.js";
import { sheet } from "../shared/sheet.js";
import { openLoaded } from "../state/loaded.js";
import { useRows } from "../settings/rows.js";
import { nameOfChannel } from "./agent.js";
import { ConnectDialog, Connection, Unknown } from "./connect.js";
import { AgentSection, useChosen, WithAgent } from "./form.js";
import { HELPDESKS, isReady, pathOf } from "./helpdesks.js";

await sheet("./customer_agent.css", import.meta.url);

const METHODS = [
  ["helpdesk", "Hand it to a helpdesk"],
  ["none", "Do not hand it off"],
];
const DESTINATIONS = [["own", "Deskhand (recommended)"], ...Object.entries(HELPDESKS).map(([key, { name }]) => [key, name])];
const MOST_LINKS = 10;

export function Handoff() {
  const helpdesks = useMemo(
    () => Object.fromEntries(Object.keys(HELPDESKS).map((helpdesk) => [helpdesk, openLoaded(pathOf(helpdesk))])),
    [],
  );
  useEffect(() => {
    for (const { load } of Object.values(helpdesks)) load();
  }, []);
  return html`
    <${WithAgent}>
      ${(agent) => html`
        ${Object.keys(agent.known.value.channels).map(
          (slug) => html`<${Channel} key=${slug} slug=${slug} agent=${agent} helpdesks=${helpdesks} />`,
        )}
        ${Object.entries(helpdesks).map(
          ([helpdesk, loaded]) => html`<${Connection} key=${helpdesk} helpdesk=${helpdesk} loaded=${loaded} />`,
        )}
      `}
    <//>
  `;
}

function Channel({ slug, agent, helpdesks }) {
  const { is_on: isOn, handoff } = agent.known.value.channels[slug];
  const method = useChosen(handoff.method);
  const helpdesk = useChosen(handoff.helpdesk);
  const missing = method.value === "helpdesk" && helpdesk.value !== "own" && !isReady(helpdesks[helpdesk.value].known.value);
  const follow = () => {
    const { handoff: theirs } = agent.known.value.channels[slug];
    method.value = theirs.method;
    helpdesk.value = theirs.helpdesk;
  };
  const changes = (form) => ({ channels: { [slug]: { handoff: entered(form) } } });
  const set = (of) => (event) => (of.value = event.currentTarget.value);
  const at = ["", "channels", slug, "handoff"].join("/");
  const isConnecting = useSignal(false);
  const loaded = helpdesks[helpdesk.value];
  const dialog =
    isConnecting.value &&
    loaded &&
    html`<${ConnectDialog} helpdesk=${helpdesk.value} of=${loaded.known.value} reload=${loaded.load} onClose=${() => (isConnecting.value = false)} />`;
  return html`
    <${AgentSection} title=${nameOfChannel(slug)} agent=${agent} changes=${changes} onTheirs=${follow} isReady=${!missing} beside=${dialog}>
      ${!(isOn && agent.known.value.is_on) && html`<p class="muted">The Customer Agent does not answer here yet.</p>`}
      <${Choice} label="What it cannot answer" name="method" at=${`${at}/method`} options=${METHODS} chosen=${handoff.method}
        onChange=${set(method)} />
      ${method.value === "helpdesk"
        ? html`
            <${Choice} label="Helpdesk" name="helpdesk" at=${`${at}/helpdesk`} options=${DESTINATIONS} chosen=${helpdesk.value}
              hint=${consequence(slug, helpdesk.value)} onChange=${set(helpdesk)} />
            ${missing && html`<${First} helpdesk=${helpdesk.value} loaded=${loaded} connect=${() => (isConnecting.value = true)} />`}
          `
        : html`<${Instead} at=${at} handoff=${handoff} />`}
    <//>
  `;
}

function First({ helpdesk, loaded, connect }) {
  const { name } = HELPDESKS[helpdesk];
  const known = loaded.known.value;
  if (known === undefined) return html`<${Unknown} loaded=${loaded} />`;
  const words = known?.problem ? `Something is amiss at ${name}: ${known.problem}` : `${name} is not connected yet.`;
  return html`
    <div class="first" role="group" aria-label=${`${name} comes first`}>
      <p role="status">${words} Connect it, then save.</p>
      <button type="button" aria-haspopup="dialog" onClick=${connect}>Connect ${name}</button>
    </div>
  `;
}

function consequence(slug, helpdesk) {
  if (helpdesk === "own") {
    return slug === "chat"
      ? "The visitor is asked first; after a yes, whoever is there goes on in the chat at once."
      : "It comes in as a new ticket, with all that was said.";
  }
  return HELPDESKS[helpdesk].goesOn[slug] || `Your team goes on at ${HELPDESKS[helpdesk].name}.`;
}

function Instead({ at, handoff }) {
  return html`
    <${Area} label="Message" hint="Shown instead of an answer; nobody is offered a human." name="message" at=${`${at}/message`} rows="3" required
      maxlength="1200" defaultValue=${handoff.message} />
    <${Links} at=${`${at}/links`} current=${handoff.links} />
  `;
}

function Links({ at, current }) {
  const { element, rows, add, remove } = useRows(current);
  return html`
    <${Group} legend="Links" hint="Where shoppers find more: your help pages, a form." name="links" at=${at}>
      <div ref=${element}>
        <ul class="keywords">
          ${rows.value.map(
            (row, index) => html`
              <li key=${row.id}>
                <fieldset aria-label=${row.label || "New link"}>
                  <${Input} label="Words" name="label" at=${`${at}/${index}/label`} required maxlength="80" autocomplete="off"
                    defaultValue=${row.label} />
                  <${Input} label="Address" name="url" at=${`${at}/${index}/url`} type="url" required maxlength="500"
                    hint="With https." autocomplete="off" defaultValue=${row.url} />
                  <button type="button" class="quiet" aria-label=${`Remove: ${row.label || "New link"}`} onClick=${() => remove(row)}>
                    Remove
                  </button>
                </fieldset>
              </li>
            `,
          )}
        </ul>
        <button type="button" disabled=${rows.value.length >= MOST_LINKS} onClick=${() => add({ label: "", url: "" })}>Add link</button>
      </div>
    <//>
  `;
}

function entered({ elements: { method, helpdesk, message, links } }) {
  if (method.value === "helpdesk") return { method: method.value, helpdesk: helpdesk.value };
  const rows = [...links.querySelectorAll("fieldset")].map(({ elements: { label, url } }) => ({
    label: label.value,
    url: url.value.trim(),
  }));
  return { method: method.value, message: message.value, links: rows };
}
