// The articles: what their list shows, and what is done to one.

import { batch, signal } from "../../vendor/signals.js";
import * as api from "../state/api.js";

export const ARTICLES = "v1/knowledge";
export const HERE = "#/settings/knowledge";
export const pathOf = ({ id }) => `${ARTICLES}/${encodeURIComponent(id)}`;
export const addressOf = ({ id }) => `${HERE}/${encodeURIComponent(id)}`;
// Where an article is begun, with a question that it is to answer.
export const beginning = (question = "") => `${HERE}/new/${encodeURIComponent(question)}`;

const PAGE = 100;

// What was changed or ended by somebody else is asked for anew.
export async function orAnew(act, reload) {
  try {
    return await act();
  } catch (problem) {
    if (problem.status === 404 || problem.code === "version_mismatch") await reload(problem);
    throw problem;
  }
}

export function openArticles() {
  const all = signal(null);
  const said = signal("");
  const trouble = signal("");
  let asked = 0;

  // Who searches searches all of them, so all pages come, one after the other.
  async function load() {
    const turn = (asked += 1);
    let found = [];
    let cursor;
    try {
      do {
        const page = await api.get(ARTICLES, { limit: PAGE, cursor });
        if (turn !== asked) return;
        found = [...found, ...page.data];
        cursor = page.next_cursor || undefined;
        settle(cursor && all.value?.length > found.length ? all.value : found);
      } while (cursor);
    } catch (problem) {
      if (turn === asked) trouble.value = problem.message;
    }
  }

  function settle(articles) {
    batch(() => {
      all.value = articles;
      trouble.value = "";
    });
  }

  return { all, said, trouble, load };
}
