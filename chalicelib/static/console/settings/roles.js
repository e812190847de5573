// The roles, and what each may do.

const ROLES = {
  owner: "Owner: everything; there is exactly one",
  admin: "Admin: everything but giving the shop away",
  manager: "Manager: tickets, settings and teams, but no people and API keys",
  support: "Support: tickets, macros and views; may look at settings",
  analyst: "Analyst: no access to tickets",
  campaign_coordinator: "Campaign coordinator: no access to tickets",
  content_creator: "Content creator: no access to tickets",
  social_media_manager: "Social media manager: no access to tickets",
};

export const GIVEN = Object.entries(ROLES).filter(([role]) => role !== "owner");
export const roleName = (role) => ROLES[role]?.split(":")[0] || role;
