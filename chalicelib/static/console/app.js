// The console's start: a link from a mail, a kept session, or the sign-in form.

import { signal } from "../vendor/signals.js";
import { Frame } from "./frame.js";
import { html, render } from "./shared/html.js";
import { Card, SigningIn, SignIn } from "./sign_in/sign_in.js";
import * as api from "./state/api.js";
import { openDesk } from "./state/desk.js";
import { isLink, takeLink } from "./state/route.js";

// The console speaks English; its layout follows who reads from the right.
const FROM_THE_RIGHT = ["ar", "fa", "he", "ur"];
const KEPT = "deskhand.session";

const screen = signal({ name: "loading" });
let desk = null;

async function start(isNew) {
  leave();
  const link = takeLink();
  if (link) return confirm(link);
  if (!api.session.token) return show("sign-in");
  show("loading");
  try {
    const me = await api.get("v1/me");
    desk = openDesk(me, signOut);
    show("desk");
    if (isNew === true) import("./setup/first.js").then(({ lead }) => lead(me), () => {});
  } catch (problem) {
    if (problem.status !== 401) show("failed", problem.message);
  }
}

function leave() {
  desk?.leave();
  desk = null;
}

async function confirm(token) {
  show("signing-in");
  try {
    const session = await api.post("v1/sessions/confirm", { token });
    api.session.token = session.token;
  } catch (problem) {
    show("sign-in", `${problem.message} Ask for a new link.`);
    return;
  }
  start(true);
}

async function signOut() {
  leave();
  try {
    await api.remove("v1/sessions/current");
  } catch {
    // The session may be over already.
  }
  api.session.token = null;
  start();
}

function show(name, said = "") {
  if (name.startsWith("sign")) document.title = "Sign in – Deskhand";
  screen.value = { name, said };
}

function App() {
  const { name, said } = screen.value;
  if (name === "desk") return html`<${Frame} key=${desk.me.id} desk=${desk} />`;
  if (name === "sign-in") return html`<${SignIn} key=${said} refusal=${said} />`;
  if (name === "signing-in") return html`<${SigningIn} />`;
  if (name === "failed") return html`<${Failed} said=${said} />`;
  return html`<p class="centre muted" role="status">Loading…</p>`;
}

function Failed({ said }) {
  return html`
    <${Card} title="Deskhand">
      <p class="trouble" role="alert">${said}</p>
      <button class="main" onClick=${start}>Try again</button>
      <button onClick=${signOut}>Sign out</button>
    <//>
  `;
}

api.onSignedOut(start);
window.addEventListener("hashchange", () => {
  if (isLink()) start();
});
window.addEventListener("storage", (event) => {
  if (event.key === KEPT && !event.oldValue !== !event.newValue) start();
});
document.documentElement.dir = FROM_THE_RIGHT.includes(navigator.language.split("-")[0]) ? "rtl" : "ltr";
render(html`<${App} />`, document.getElementById("app"));
start();
