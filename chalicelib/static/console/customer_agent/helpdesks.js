// The other helpdesks that a conversation can be handed to, as data: what each needs, and what is to be done there.

export const HELPDESKS = {
  zendesk: {
    name: "Zendesk",
    ending: "zendesk.com",
    place: { name: "subdomain", label: "Subdomain", hint: "What stands before .zendesk.com where you sign in." },
    secret: { name: "api_token", label: "API token" },
    before: [
      "At Zendesk, open the Admin Center, then Apps and integrations > APIs > API tokens.",
      "Add a token, call it Deskhand, and copy it: it is shown once.",
      "Enter it here, with the email address of an administrator.",
    ],
    after: [],
    byHand: [
      "In the Admin Center, open Apps and integrations > Webhooks and create one for triggers and automations.",
      "Enter the webhook address as its endpoint: method POST, format JSON. Copy its signing secret.",
      'Add a trigger for tickets with the tag deskhand that have a new public comment; it tells the webhook {"ticket_id": "{{ticket.id}}"}.',
    ],
    goesOn: {
      chat: "The conversation goes on in the web chat: what your team writes at Zendesk is shown there.",
      sms: "The conversation goes on by SMS.",
    },
  },
  gorgias: {
    name: "Gorgias",
    ending: "gorgias.com",
    place: { name: "domain", label: "Domain", hint: "What stands before .gorgias.com where you sign in." },
    secret: { name: "api_key", label: "API key" },
    before: [
      "At Gorgias, open Settings > Account > REST API.",
      "Create an API key, and copy it.",
      "Enter it here, with the email address that the same page shows.",
    ],
    after: [
      "At Gorgias, open Settings > Integrations > HTTP and add one.",
      "Let it run when a ticket message is created: method POST, format JSON, the webhook address as its URL.",
      "Add the header X-Deskhand-Secret with the secret of the webhook.",
      'Enter as its body {"ticket_id": "{{ticket.id}}"}.',
    ],
    byHand: [],
    goesOn: {
      chat: "The web chat ends, and your team answers from Gorgias by mail.",
      sms: "The conversation goes on by SMS.",
    },
  },
};

export const pathOf = (helpdesk) => `v1/helpdesks/${helpdesk}`;
export const placeOf = (helpdesk, known) => known?.[HELPDESKS[helpdesk].place.name] || "";
export const isReady = (known) => Boolean(known?.is_connected) && !known.problem;
