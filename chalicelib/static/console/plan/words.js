// What plans and their features are called, and what each feature is.

export const PLANS = { trial: "Trial", helpdesk: "Helpdesk", inbox: "Inbox" };

export const FEATURES = {
  auto_close: ["Automatic closing", "It closes tickets of customers who fell silent."],
  custom_views: ["Views of your own", "They are filters that the team names and shares."],
  customer_agent: ["The Customer Agent", "It answers first, from your own articles, and hands over to the team."],
  order_actions: ["Changes of orders and subscriptions", "They are made from the ticket, at your shop."],
  reports: ["Reports", "They count what the team did, also as files and in a mail every Monday."],
  round_robin: ["Handing out in turns", "Each new ticket goes to whoever of those online has waited longest."],
  routing: ["Teams", "They get the tickets with certain tags or of certain customers."],
};
