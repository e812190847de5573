// The own Online/Offline switch, shown where tickets are handed out: by round robin, or by a team.

import { el, fill, hiddenText } from "../shared/dom.js";
import * as api from "./api.js";

export function presence(me) {
  const button = el("button", { class: "presence", on: { click: turn } });
  const trouble = el("span", { class: "bad", role: "alert" });
  const element = el("span", { class: "row", hidden: true }, button, trouble);
  let isOnline = me.is_online;

  async function look() {
    try {
      const [settings, teams, own] = await Promise.all([api.get("v1/settings"), api.get("v1/teams"), api.get("v1/me")]);
      isOnline = own.is_online;
      element.hidden = !settings.round_robin.enabled && !teams.data.length;
    } catch {
      return; // The switch stays as it is; the next look may tell.
    }
    draw();
  }

  async function turn() {
    button.disabled = true;
    trouble.textContent = "";
    try {
      isOnline = (await api.put("v1/me/presence", { online: !isOnline })).is_online;
    } catch (problem) {
      trouble.textContent = problem.message;
    } finally {
      button.disabled = false;
    }
    draw();
  }

  function draw() {
    button.classList.toggle("on", isOnline);
    button.title = isOnline ? "New tickets come to you" : "No new tickets come to you";
    fill(button, isOnline ? "Online" : "Offline", hiddenText(isOnline ? " (go offline)" : " (go online)"));
  }

  draw();
  look();
  return { element, look };
}
