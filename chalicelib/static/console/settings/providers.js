// The providers that an inbox can be connected by, as data: what each needs, and what is to be done there afterwards.

const field = (name, label, hint, more = {}) => ({ name, label, hint, required: true, ...more });
const optional = (name, label, hint) => field(name, label, hint, { required: false });

const NUMBER = {
  label: "Number",
  hint: "With its country code, like +1 202 555 0142. It must be able to receive texts.",
  type: "tel",
};
const TOKEN = field("access_token", "Access token", "");

const TWILIO = {
  name: "Twilio",
  address: NUMBER,
  settings: [field("account_sid", "Account SID", "Begins with AC; on the first page of Twilio's console.")],
  credentials: [field("auth_token", "Auth token", "The primary one, beside the account SID.")],
  steps: [
    "At Twilio, open the number's “Messaging configuration”.",
    "Enter the webhook address under “A message comes in”, by HTTP POST.",
    "If a Messaging Service has the number, let it leave incoming messages to the number.",
  ],
};

const AWS = {
  name: "AWS End User Messaging",
  address: { ...NUMBER, hint: `${NUMBER.hint} In your own AWS account, with two-way SMS to an SNS topic.` },
  settings: [
    field("region", "Region", "Where the number is, like eu-central-1."),
    field("topic_arn", "Topic ARN", "The SNS topic that the number's texts go to."),
    optional("configuration_set", "Configuration set", "With it you see how far texts get; empty: none."),
    optional("media_bucket", "Media bucket", "Your own, in the same region: answers can bring a picture. Empty: none."),
  ],
  credentials: [
    field("access_key_id", "Access key ID", "Of an IAM user that may send texts by this number and list numbers."),
    field("secret_access_key", "Secret access key", ""),
  ],
  steps: [
    "At AWS, subscribe the webhook address to the topic: protocol HTTPS, raw message delivery off.",
    "The subscription confirms itself within seconds.",
    "Let an event destination of the configuration set tell the same topic, to see how far texts get.",
  ],
};

const WHATSAPP = {
  name: "WhatsApp by Meta",
  address: { ...NUMBER, hint: "With its country code, as registered in your app at Meta." },
  settings: [
    field("phone_number_id", "Phone number ID", "At Meta under WhatsApp > API setup.", { inputmode: "numeric" }),
    field("waba_id", "WhatsApp Business Account ID", "Beside the phone number ID.", { inputmode: "numeric" }),
  ],
  credentials: [
    { ...TOKEN, hint: "Of a system user, one that never expires." },
    field("app_secret", "App secret", "At Meta under App settings > Basic."),
  ],
  steps: [
    "At Meta, open WhatsApp > Configuration and enter the webhook address and the verify token.",
    "Subscribe to the field “messages”.",
    "Subscribe the WhatsApp account to the app; without that Meta delivers test messages only.",
  ],
};

const INSTAGRAM = {
  name: "Instagram by Meta",
  address: { label: "Account ID", hint: "A number that begins with 1784, in your app at Meta.", inputmode: "numeric" },
  settings: [],
  credentials: [
    { ...TOKEN, hint: "Of the app's Instagram login; it is renewed by itself." },
    field("app_secret", "Instagram app secret", "On the page where the token was made, not that under App settings."),
  ],
  steps: [
    "On Instagram, allow access to messages: Settings > Messages > Connected tools.",
    "At Meta, open “Configure webhooks” and enter the webhook address and the verify token.",
    "Subscribe to messages, messaging_postbacks, messaging_seen and message_reactions.",
    "Switch the account's “Webhook subscription” on.",
  ],
};

// By channel, then by what the server calls the provider; the first is offered first.
export const PROVIDERS = {
  sms: { twilio: TWILIO, aws: AWS },
  whatsapp: { meta: WHATSAPP },
  instagram: { meta: INSTAGRAM },
};
