// The own Online/Offline switch, shown where tickets are handed out: by round robin, or by a team.

import { signal } from "../../vendor/signals.js";
import * as api from "./api.js";

export function openPresence(me) {
  const isOnline = signal(me.is_online);
  const isShown = signal(false);
  const isTurning = signal(false);
  const trouble = signal("");

  async function look() {
    try {
      const [settings, teams, own] = await Promise.all([api.get("v1/settings"), api.get("v1/teams"), api.get("v1/me")]);
      isOnline.value = own.is_online;
      isShown.value = settings.round_robin.enabled || teams.data.length > 0;
    } catch {
      // The switch stays as it is; the next look may tell.
    }
  }

  async function turn() {
    isTurning.value = true;
    trouble.value = "";
    try {
      isOnline.value = (await api.put("v1/me/presence", { online: !isOnline.value })).is_online;
    } catch (problem) {
      trouble.value = problem.message;
    } finally {
      isTurning.value = false;
    }
  }

  return { isOnline, isShown, isTurning, trouble, look, turn };
}
