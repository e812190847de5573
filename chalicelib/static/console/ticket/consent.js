// What a customer said about texts: for the overview of tickets that came by one.

import { html } from "../shared/html.js";
import { Ago } from "../shared/moments.js";

const CHANNELS = ["sms", "whatsapp"];
const STATES = {
  queued: "is waiting",
  sending: "is being sent",
  sent: "was sent",
  delivered: "arrived",
  read: "was read",
  failed: "failed",
  unknown: "may not have arrived",
};

export const asksConsent = (channel) => CHANNELS.includes(channel);

export function consentRows(channel, consents, texts) {
  const said = consents.filter((consent) => consent.channel === channel);
  const keywords = texts.map((text) => [
    "Keyword",
    html`${`“${text.text}” `}<${Ago} at=${text.created_at} />${answer(text.answer)}`,
  ]);
  return [["Consent", standing(said)], ...keywords];
}

// Consent for either purpose is enough; who refused one and was never asked for the other has refused.
function standing(said) {
  const of = (state) => said.filter((consent) => consent.state === state);
  const agreed = of("subscribed");
  const [newest] = [...(agreed.length ? agreed : of("unsubscribed"))].sort((a, b) => b.at.localeCompare(a.at));
  if (agreed.length) {
    const kinds = agreed.map((consent) => consent.kind).join(" and ");
    return html`${`Agreed to ${kinds} texts, `}<${Ago} at=${newest.at} />`;
  }
  if (newest) return html`${"Opted out, "}<${Ago} at=${newest.at} />`;
  return of("pending").length ? "Asked to confirm, not answered yet" : "Has not agreed";
}

const answer = (sent) => (sent ? `; the answer ${STATES[sent.state] || sent.state}` : "");
