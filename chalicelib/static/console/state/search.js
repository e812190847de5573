// What the server finds for what is typed. An answer that comes late, to words that are no longer there, is dropped.

import { batch, signal } from "../../vendor/signals.js";
import * as api from "./api.js";

const PAUSE = 150;
const MOST = 8;

export function openSearch() {
  const found = signal([]);
  const isLooking = signal(false);
  const trouble = signal("");
  let timer = 0;
  let turn = 0;

  // One letter means too much, one digit may be a ticket's number.
  function ask(text) {
    const words = text.trim();
    clearTimeout(timer);
    turn += 1;
    const isEnough = words.length > 1 || /\d/.test(words);
    settle([], "", isEnough);
    if (isEnough) timer = setTimeout(look, PAUSE, words, turn);
  }

  async function look(words, mine) {
    try {
      const { data } = await api.get("v1/search", { q: words, limit: MOST });
      if (mine === turn) settle(data);
    } catch (problem) {
      if (mine === turn) settle([], told(problem));
    }
  }

  function settle(tickets, words = "", isMore = false) {
    batch(() => {
      found.value = tickets;
      trouble.value = words;
      isLooking.value = isMore;
    });
  }

  return { found, isLooking, trouble, ask };
}

function told(problem) {
  if (problem.isOffline) return `${problem.message} Only what is on this screen was looked through.`;
  return `The tickets could not be looked through: ${problem.message}`;
}
