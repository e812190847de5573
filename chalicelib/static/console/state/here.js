// Who else has the open ticket before them, and who types there: told and heard by each look for news.

import { signal } from "../../vendor/signals.js";
import * as api from "./api.js";

const TYPING_FOR = 5000;

// `ticketId` tells the open ticket once it is there; `onTurn` hears that the agent begins to type.
export function openHere(ticketId, { onTurn }) {
  const heard = signal(null);
  let typed = { ticket: "", at: 0 };

  const isTyping = () => typed.ticket !== "" && Date.now() - typed.at < TYPING_FOR;
  const around = () => (heard.value?.ticket === ticketId() ? heard.value : { agents: [], customer: { is_typing: false } });

  // What a look tells the others; what nobody sees is open to nobody.
  function told() {
    const ticket = document.hidden ? "" : ticketId();
    return ticket ? { ticket, typing: isTyping() && typed.ticket === ticket } : {};
  }

  function hear(news) {
    heard.value = news;
  }

  function type() {
    const isNews = !isTyping();
    typed = { ticket: ticketId(), at: Date.now() };
    if (isNews) onTurn();
  }

  function rest() {
    typed = { ticket: "", at: 0 };
  }

  // Whoever goes on to another ticket types no longer in this one.
  function leave() {
    const { ticket } = typed;
    if (isTyping()) api.get("v1/feed", { ticket, typing: false }).catch(() => {});
    rest();
  }

  return { around, told, hear, type, rest, leave };
}
