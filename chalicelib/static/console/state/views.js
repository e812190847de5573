// The views: four that everybody has, and the team's own.

import { signal } from "../../vendor/signals.js";
import * as api from "./api.js";

const BUILT_IN = [
  ["mine", "My inbox"],
  ["all", "All tickets"],
  ["unassigned", "Unassigned"],
  ["spam", "Spam"],
].map(([id, name]) => ({ id, name, is_built_in: true, filters: {} }));
const ORDER = BUILT_IN.map(({ id }) => id);

export const isBuiltIn = (id) => ORDER.includes(id);

export function openViews() {
  const all = signal(BUILT_IN);
  const isComplete = signal(false); // All views are here: what is not among them is not there.
  const trouble = signal("");

  async function load() {
    try {
      const { data } = await api.get("v1/views");
      const rank = (view) => (view.is_built_in ? ORDER.indexOf(view.id) : ORDER.length);
      all.value = [...data].sort((a, b) => rank(a) - rank(b));
      isComplete.value = true;
      trouble.value = "";
    } catch (problem) {
      trouble.value = `Your views could not be loaded: ${problem.message}`;
    }
  }

  const save = (name, filters) => api.post("v1/views", { name, filters });
  const rename = (id, name) => api.patch(`v1/views/${encodeURIComponent(id)}`, { name });
  const remove = (id) => api.remove(`v1/views/${encodeURIComponent(id)}`);

  const has = (id) => all.value.some((view) => view.id === id);
  // A view may not be loaded yet.
  const known = (id) => all.value.find((view) => view.id === id) || { id, name: "View", is_built_in: false, filters: {} };

  return { all, isComplete, trouble, load, save, rename, remove, has, known };
}
