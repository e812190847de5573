// The parts of the account's status that are looked at, not acted on.

import { html, useId } from "../shared/html.js";
import { Ago } from "../shared/moments.js";
import { channelName, count } from "../shared/words.js";
import { inboxName, pageOfChannel, pageOfSource, queueName, refusal, sourceName, workName } from "./words.js";

// The focus comes here when what had it is gone.
export function Part({ title, children }) {
  const id = useId();
  return html`<section aria-labelledby=${id}><h2 id=${id} tabindex="-1">${title}</h2>${children}</section>`;
}

const When = ({ at, never }) => (at ? html`<${Ago} at=${at} />` : never);

export function Queues({ of }) {
  return html`
    <${Part} title="Queues">
      <dl class="standing">
        ${of.map(
          ({ name, is_late: isLate, ...queue }) => html`
            <div key=${name}>
              <dt>${queueName(name)}</dt>
              <dd><${Waiting} ...${queue} /></dd>
              ${isLate && html`<dd class="bad">Late. Should it stay so, tell whoever runs Deskhand for you.</dd>`}
            </div>
          `,
        )}
      </dl>
    <//>
  `;
}

function Waiting({ waiting, oldest_at: oldest }) {
  if (!waiting && !oldest) return "Nothing waits";
  const words = waiting ? `${waiting} ${waiting === 1 ? "waits" : "wait"}` : "Some wait";
  return html`${words}${oldest && html`, the oldest <${Ago} at=${oldest} />`}`;
}

export function Mail({ of: { last_in_at: lastIn, last_out_at: lastOut } }) {
  return html`
    <${Part} title="Mail">
      <dl class="standing">
        <div><dt>Last received</dt><dd><${When} at=${lastIn} never="Nothing yet" /></dd></div>
        <div><dt>Last sent</dt><dd><${When} at=${lastOut} never="Nothing yet" /></dd></div>
      </dl>
    <//>
  `;
}

export function Channels({ of }) {
  return html`
    <${Part} title="Channels">
      ${!of.length && html`<p class="muted">No channel is connected yet.</p>`}
      <dl class="standing">
        ${of.map((channel) => html`<${Channel} key=${channel.inbox_id || channel.channel} of=${channel} />`)}
      </dl>
    <//>
  `;
}

function Channel({ of: channel }) {
  const { fault, last_in_at: lastIn, last_out_at: lastOut } = channel;
  const page = pageOfChannel(channel.channel);
  return html`
    <div>
      <dt>${inboxName(channel)}</dt>
      <dd>
        ${fault ? html`<span class="bad">Out of order</span>` : html`<span class="good">In order</span>`}${" · "}received
        ${" "}<${When} at=${lastIn} never="nothing yet" />${" · "}sent <${When} at=${lastOut} never="nothing yet" />
      </dd>
      ${fault &&
      html`
        <dd class="trouble">
          ${fault.since && html`Since <${Ago} at=${fault.since} />: `}${fault.detail}
          ${page && html`${" "}<a href=${`#/settings/${page}`}>Mend it in the settings of ${channelName(channel.channel)}</a>`}
        </dd>
      `}
    </div>
  `;
}

export function Webhooks({ of }) {
  return html`
    <${Part} title="Webhooks">
      ${!of.length && html`<p class="muted">Nothing that sends webhooks is connected.</p>`}
      <dl class="standing">
        ${of.map((source) => html`<${Source} key=${`${source.source} ${source.name}`} of=${source} />`)}
      </dl>
    <//>
  `;
}

function Source({ of: source }) {
  const { last_at: taken, failed, last_failed_at: refused, reason, fault } = source;
  const page = pageOfSource(source.source);
  return html`
    <div>
      <dt>${sourceName(source)}</dt>
      <dd>${taken ? html`Last taken <${Ago} at=${taken} />` : "None taken yet"}</dd>
      ${(failed > 0 || fault) &&
      html`
        <dd class="trouble">
          ${fault && html`It does not answer${fault.since && html` since <${Ago} at=${fault.since} />`}: ${fault.detail}${" "}`}
          ${failed > 0 && html`${count(failed, "webhook")} refused${refused && html`, the last <${Ago} at=${refused} />`}. `}
          ${reason && failed > 0 && `${refusal(reason)} `}
          ${page && html`<a href=${`#/settings/${page}`}>Open the settings of ${sourceName(source)}</a>`}
        </dd>
      `}
    </div>
  `;
}

export function Work({ of }) {
  return html`
    <${Part} title="Background work">
      ${!of.length && html`<p class="muted">Nothing is under way.</p>`}
      <dl class="standing">
        ${of.map(
          ({ id, kind, state, started_at: since, done, of: all }) => html`
            <div key=${id}>
              <dt>${workName(kind)}</dt>
              <dd>
                ${state.replaceAll("_", " ")}${since && html`, begun <${Ago} at=${since} />`}
                ${all && done !== null && html`${" · "}${done} of ${all} <progress aria-label=${workName(kind)} max=${all} value=${done} />`}
              </dd>
            </div>
          `,
        )}
      </dl>
    <//>
  `;
}
