// The settings' pages: where each stands, and where its code is, which is fetched when it is shown.

// `needs` is what lets one change a page, `sees` what lets one see it at all.
const page = (slug, name, load, needs = "settings:write", sees = "settings:read") => ({ slug, name, load, needs, sees });

// What the account's plan must include for a page to have an effect.
const FEATURES = {
  teams: "routing",
  routing: "round_robin",
  closing: "auto_close",
  views: "custom_views",
  reports: "reports",
  "agent-overview": "customer_agent",
  knowledge: "customer_agent",
  "customer-agent": "customer_agent",
  "agent-rules": "customer_agent",
  handoff: "customer_agent",
};
export const featureOf = ({ slug }) => FEATURES[slug];

const GROUPS = [
  [
    "Shop",
    [
      page("account", "Account", async () => (await import("./account.js")).Account),
      page("setup", "Set-up", async () => (await import("../setup/setup.js")).Setup),
      page("status", "Status", async () => (await import("../status/status.js")).Status),
      page("shop", "Shop", async () => (await import("./shop.js")).Shop),
      page("profile", "You", async () => (await import("./profile.js")).Profile, "presence:write"),
      page("people", "People", async () => (await import("./people.js")).People, "people:write"),
      page("keys", "API keys", async () => (await import("./keys.js")).Keys, "keys:write", "keys:read"),
      page("history", "History", async () => (await import("./history.js")).History, "keys:read", "keys:read"),
    ],
  ],
  [
    "Tickets",
    [
      page("hours", "Office hours", async () => (await import("./hours.js")).OfficeHours),
      page("teams", "Teams", async () => (await import("./teams.js")).Teams, "teams:write"),
      page("routing", "Handing out", async () => (await import("./routing.js")).Routing),
      page("closing", "Closing", async () => (await import("./closing.js")).Closing),
      page("macros", "Macros", async () => (await import("./macros.js")).Macros, "macros:write"),
      page("views", "Views", async () => (await import("./views.js")).Views, "views:write"),
      page("customer", "Customer profile", async () => (await import("./pinned.js")).Pinned),
      page("reports", "Reports", async () => (await import("./reports.js")).Reports),
      page("blocks", "Block list", async () => (await import("./blocks.js")).Blocks, "tickets:write"),
    ],
  ],
  [
    "Channels",
    [
      page("chat", "Web chat", async () => (await import("./chat.js")).Chat),
      page("faq", "Questions", async () => (await import("./faq.js")).Faq),
      page("email", "Email", async () => (await import("./email.js")).Email),
      page("sms", "SMS", async () => (await import("./sms.js")).Sms),
      page("whatsapp", "WhatsApp", async () => (await import("./whatsapp.js")).WhatsApp),
      page("instagram", "Instagram", async () => (await import("./instagram.js")).Instagram),
    ],
  ],
  [
    "Customer Agent",
    [
      page("agent-overview", "Overview", async () => (await import("../customer_agent/overview.js")).Overview, "settings:read"),
      page("knowledge", "Knowledge", async () => (await import("../knowledge/knowledge.js")).Knowledge, "settings:read"),
      page("customer-agent", "Manner and channels", async () => (await import("../customer_agent/manner.js")).Manner),
      page("agent-rules", "Escalation rules", async () => (await import("../customer_agent/rules.js")).Rules),
      page("handoff", "Handoff", async () => (await import("../customer_agent/handoff.js")).Handoff),
    ],
  ],
  [
    "Marketing",
    [
      page("platform", "Customer platform", async () => (await import("./platform.js")).Platform),
      page("links", "Links and attribution", async () => (await import("./links.js")).Links),
    ],
  ],
];

// What somebody with these permissions finds in the settings.
export const groupsFor = (permissions) =>
  GROUPS.map(([name, of]) => [name, of.filter(({ sees }) => permissions.includes(sees))]).filter(([, of]) => of.length);
