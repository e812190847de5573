// The Customer Agent itself: where it answers, how it speaks, and what it thinks with.

import { Area, Check, Choice, Group, Input } from "../shared/fields.js";
import { html } from "../shared/html.js";
import { nameOfChannel } from "./agent.js";
import { AgentSection, useChosen, WithAgent } from "./form.js";

const TONES = [
  ["neutral", "Neutral"],
  ["professional", "Professional"],
  ["friendly", "Friendly"],
  ["playful", "Playful"],
  ["custom", "As described below"],
];
const BRAINS = [
  ["knowledge", "Deskhand itself (recommended)"],
  ["bedrock", "A language model on Amazon Bedrock"],
];

const BOTH = [
  "Deskhand answers in your articles' words and from the customer's orders. A model says the same in its own; it is asked where this",
  "installation has one, and AWS bills each question. Where it fails, Deskhand answers.",
].join(" ");

export function Manner() {
  return html`
    <${WithAgent}>
      ${(agent) => html`
        <${Where} agent=${agent} current=${agent.known.value} />
        <${Voice} agent=${agent} current=${agent.known.value} />
        <${Brain} agent=${agent} current=${agent.known.value} />
      `}
    <//>
  `;
}

function Where({ agent, current: { is_on: isOn, channels } }) {
  const slugs = Object.keys(channels);
  const changes = ({ elements: { on, where } }) => ({
    is_on: on.checked,
    channels: Object.fromEntries(slugs.map((slug) => [slug, { is_on: isChecked(where, slug) }])),
  });
  return html`
    <${AgentSection} title="Where it answers" agent=${agent} changes=${changes}>
      <p>
        The Customer Agent answers first, from <a href="#/settings/knowledge">your articles</a>. What it does not surely know goes
        to <a href="#/settings/handoff">the team</a>. Switched off, it says nothing from that moment on.
      </p>
      <${Check} label="The Customer Agent is on" name="on" defaultChecked=${isOn} />
      <${Group} legend="On these channels" name="where" at="/channels">
        <div class="checks">
          ${slugs.map((slug) => html`<${Check} key=${slug} value=${slug} label=${nameOfChannel(slug)} defaultChecked=${channels[slug].is_on} />`)}
        </div>
      <//>
    <//>
  `;
}

const isChecked = (group, slug) => [...group.querySelectorAll(":checked")].some(({ value }) => value === slug);

function Voice({ agent, current }) {
  const tone = useChosen(current.tone);
  const follow = () => (tone.value = agent.known.value.tone);
  const changes = ({ elements: { name, greeting, avatar, tone: chosen, custom } }) => ({
    name: name.value,
    greeting: greeting.value,
    avatar_url: avatar.value.trim() || null,
    tone: chosen.value,
    custom_tone: custom.value.trim() || null,
  });
  return html`
    <${AgentSection} title="How it speaks" agent=${agent} changes=${changes} onTheirs=${follow}>
      <${Input} label="Name" hint="What shoppers see; empty: Customer Agent." name="name" at="/name"
        maxlength="60" autocomplete="off" defaultValue=${current.name} />
      <${Area} label="Greeting" hint="Empty: that of the web chat." name="greeting" at="/greeting" rows="3" maxlength="500"
        defaultValue=${current.greeting} />
      <${Input} label="Avatar" hint="Address of a picture, with https; empty: none." name="avatar" at="/avatar_url" type="url"
        maxlength="500" autocomplete="off" defaultValue=${current.avatar_url || ""} />
      <${Choice} label="Tone" name="tone" at="/tone" options=${TONES} chosen=${current.tone}
        hint="The language model keeps to it; what Deskhand answers itself is in your articles' words."
        onChange=${(event) => (tone.value = event.currentTarget.value)} />
      <${Area} label="The tone in your words" hint="As you would tell a new colleague." name="custom" at="/custom_tone" rows="4"
        maxlength="1000" hidden=${tone.value !== "custom"} required=${tone.value === "custom"}
        defaultValue=${current.custom_tone || ""} />
    <//>
  `;
}

function Brain({ agent, current: { brain } }) {
  const changes = ({ elements }) => ({ brain: elements.brain.value });
  return html`
    <${AgentSection} title="What it thinks with" agent=${agent} changes=${changes}>
      <${Choice} label="Answers are made by" name="brain" at="/brain" options=${BRAINS} chosen=${brain}
        hint=${BOTH} />
    <//>
  `;
}
