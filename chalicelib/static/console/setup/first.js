// Whoever owns or runs a new shop is led to its set-up when they sign in, while something essential is open.

import * as api from "../state/api.js";

const LED = ["owner", "admin"];

export async function lead({ role }) {
  if (!LED.includes(role)) return;
  try {
    const { is_open: isOpen, data } = await api.get("v1/setup");
    const isNew = data.some(({ name, state }) => name === "answer" && state !== "done");
    if (isOpen && isNew && !location.hash) location.hash = "#/settings/setup";
  } catch {
    // The inbox is there all the same.
  }
}
