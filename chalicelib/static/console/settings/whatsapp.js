// WhatsApp: its numbers, automatic answers, keywords, and the template that is left after the window.

import { Check, Input } from "../shared/fields.js";
import { html } from "../shared/html.js";
import { Editor } from "./editor.js";
import { Inboxes } from "./inboxes.js";
import { Keywords } from "./keywords.js";
import { Texts } from "./texts.js";

const NOTHING = "No number is connected. Messages to one that you connect become tickets.";

export function WhatsApp({ settings }) {
  const { whatsapp } = settings.known.value;
  return html`
    <${Inboxes} channel="whatsapp" nothing=${NOTHING} />
    <${Texts} of="whatsapp" title="WhatsApp" current=${whatsapp} />
    <${Keywords} of="whatsapp" title="WhatsApp keywords" current=${whatsapp.keywords} />
    <${FollowUp} current=${whatsapp.follow_up} />
  `;
}

function FollowUp({ current }) {
  const changes = ({ elements: { enabled, template, language } }) => ({
    whatsapp: {
      follow_up: { enabled: enabled.checked, template: template.value.trim(), language: language.value.trim() },
    },
  });
  return html`
    <${Editor} title="WhatsApp follow up" changes=${changes}>
      <${Check}
        label="Let agents send a template when 24 hours have passed"
        name="enabled"
        defaultChecked=${current.enabled}
      />
      <${Input}
        label="Template"
        hint="Its name at Meta, where it must be approved; one without gaps."
        name="template"
        maxlength="512"
        defaultValue=${current.template}
      />
      <${Input}
        label="Language"
        hint="As at Meta: en_US, de, pt_BR."
        name="language"
        maxlength="12"
        required
        defaultValue=${current.language}
      />
    <//>
  `;
}
