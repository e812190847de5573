// The console's start: a link from a mail, a kept session, or the sign-in form.

import { el, fill } from "../shared/dom.js";
import * as api from "./api.js";
import { inbox } from "./inbox.js";
import { confirm, signIn } from "./sign_in.js";

const root = document.getElementById("app");
let stop = () => {};

async function start() {
  stop();
  stop = () => {};
  const link = linkToken();
  if (link) return confirm(root, link, start);
  if (!api.session.token) return signIn(root);
  fill(root, el("p", { class: "centre muted", role: "status" }, "Loading…"));
  try {
    const me = await api.get("v1/me");
    stop = inbox(root, me, signOut);
  } catch (problem) {
    if (problem.status !== 401) failed(problem);
  }
}

// The token leaves the address bar, and so the history, before anything else happens.
function linkToken() {
  const found = /^#sign-in=(.+)$/.exec(location.hash);
  if (!found) return null;
  history.replaceState(null, "", location.pathname + location.search);
  return decodeURIComponent(found[1]);
}

async function signOut() {
  stop();
  try {
    await api.remove("v1/sessions/current");
  } catch {
    // The session may be over already.
  }
  api.session.token = null;
  start();
}

function failed(problem) {
  fill(
    root,
    el(
      "main",
      { class: "card" },
      el("h1", {}, "Deskhand"),
      el("p", { class: "trouble", role: "alert" }, problem.message),
      el("button", { class: "main", on: { click: start } }, "Try again"),
      el("button", { on: { click: signOut } }, "Sign out"),
    ),
  );
}

api.onSignedOut(start);
window.addEventListener("hashchange", () => {
  if (location.hash.startsWith("#sign-in=")) start();
});
window.addEventListener("storage", (event) => {
  if (event.key === "deskhand.session" && !event.oldValue !== !event.newValue) start();
});
start();
