// The tickets of the view that is shown, what narrows them, and which of them are picked.

import { batch, computed, signal } from "../../vendor/signals.js";
import * as api from "./api.js";

const EMPTY = {
  mine: "Nothing is assigned to you here.",
  all: "There are no tickets here.",
  unassigned: "Every ticket has somebody.",
  spam: "No spam. A quiet day.",
};
const PAGE = 50;
const MOST = 100;
const NO_FILTERS = { channel: "", assignee: "", tag: "", updated_within: "" };

export function openTickets() {
  const shown = signal([]);
  const cursor = signal(null);
  const said = signal("");
  const canRetry = signal(false);
  const isLoading = signal(false);
  const isLoadingMore = signal(false);
  const filters = signal(NO_FILTERS);
  const chosen = signal(new Set());
  const picked = computed(() => shown.value.map(({ id }) => id).filter((id) => chosen.value.has(id)));
  const isAllPicked = computed(() => picked.value.length > 0 && picked.value.length === shown.value.length);
  let asked = { view: "", status: "" };
  let turn = 0;

  async function show(view, status) {
    if (asked.view === view && asked.status === status) return;
    if (asked.view !== view) filters.value = NO_FILTERS;
    asked = { view, status };
    await restart();
  }

  async function restart() {
    batch(() => {
      shown.value = [];
      cursor.value = null;
      chosen.value = new Set();
      said.value = "Loading…";
      isLoading.value = true;
      canRetry.value = false;
    });
    await refresh();
  }

  const given = () => Object.fromEntries(Object.entries(filters.value).filter(([, value]) => value));

  function query() {
    const own = asked.status === "default" ? {} : { status: asked.status };
    return { view: asked.view, ...own, ...given() };
  }

  function narrow(changes) {
    filters.value = { ...filters.value, ...changes };
    return restart();
  }

  const clear = () => narrow(NO_FILTERS);

  // As many as are shown already, so that the list never shrinks under the reader.
  async function refresh() {
    if (!asked.view) return;
    const mine = (turn += 1);
    try {
      const limit = Math.min(Math.max(PAGE, shown.value.length), MOST);
      const page = await api.get("v1/tickets", { ...query(), limit });
      if (mine === turn) batch(() => take(page, limit));
    } catch (problem) {
      if (mine === turn) batch(() => fail(problem));
    }
  }

  function take(page, limit) {
    isLoading.value = false;
    const rest = shown.value.slice(limit).filter((old) => !page.data.some((ticket) => ticket.id === old.id));
    shown.value = [...page.data, ...rest];
    if (!rest.length) cursor.value = page.next_cursor;
    said.value = shown.value.length ? "" : EMPTY[asked.view] || "Nothing matches.";
    canRetry.value = false;
  }

  function fail(problem) {
    isLoading.value = false;
    said.value = problem.message;
    canRetry.value = true;
  }

  async function more() {
    const mine = (turn += 1);
    isLoadingMore.value = true;
    try {
      const page = await api.get("v1/tickets", { ...query(), limit: PAGE, cursor: cursor.value });
      if (mine !== turn) return;
      batch(() => {
        shown.value = [...shown.value, ...page.data];
        cursor.value = page.next_cursor;
      });
    } catch (problem) {
      said.value = problem.message;
    } finally {
      isLoadingMore.value = false;
    }
  }

  function pick(id, isPicked) {
    const next = new Set(chosen.value);
    if (isPicked) next.add(id);
    else next.delete(id);
    chosen.value = next;
  }

  function pickAll(isPicked) {
    chosen.value = new Set(isPicked ? shown.value.map(({ id }) => id) : []);
  }

  return {
    shown, cursor, said, canRetry, isLoading, isLoadingMore, filters, picked, isAllPicked,
    show, refresh, more, query, given, narrow, clear, pick, pickAll,
  };
}
