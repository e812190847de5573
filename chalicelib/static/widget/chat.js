// The chat with a shop: in the frame of its page, or alone as /chat?key=<the shop's public key>.

import { el, fill } from "../shared/dom.js";
import { conversation } from "./conversation.js";
import { face } from "./face.js";
import { host, person } from "./host.js";
import { catalogue, line, look } from "./line.js";
import { outbox } from "./outbox.js";
import { pace } from "./pace.js";
import { inTurn } from "./turn.js";
import { uploads } from "./uploads.js";
import { speech } from "./words.js";

const NOBODY = { token: "", user: "", isKnown: false, email: "" };
const asked = new URLSearchParams(location.search);
const publicKey = asked.get("key") || "";

const areOthers = (kept, who) => Boolean(kept.user && who.user_id) && kept.user !== who.user_id;

async function start() {
  const languages = asked.get("languages") || navigator.languages.slice(0, 4).join();
  const wishes = new URLSearchParams({ locale: asked.get("locale") || "", languages });
  const shop = await look(publicKey, wishes);
  const language = shop?.language || "en";
  const words = speech(await catalogue(language), language);
  if (shop) chat(shop, words);
  else fill(document.getElementById("chat"), el("p", { class: "centre", role: "alert" }, words.say("unavailable")));
}

async function chat(shop, words) {
  const server = line(publicKey);
  const talk = conversation();
  let kept = NOBODY;
  let beginning = null;
  let identity = person(null);
  let office = shop.office;
  let isOpen = false;
  let isConnected = true;

  const page = host(publicKey, {
    open: () => show(true),
    close: () => show(false),
    kept: meet,
    identify: (said) => introduce(person(said.identity)).then(ask).then(box.flush),
  });
  const box = outbox(send, draw, page);
  const files = uploads(shop.files, (file) => inSession(() => server.upload(file)), draw);
  const rhythm = pace(poll);
  const acts = { write, retry: box.retry, remove: box.remove, uploads: files, redraw: draw, close: page.close, leaveEmail, handOff, endChat, forgetMe, linkOf: server.linkOf };
  const view = face(shop, words, { ...acts, isFramed: page.isFramed });

  const welcomed = await page.hello();
  kept = welcomed.kept;
  server.use(kept.token);
  box.restore(welcomed.waiting);
  window.addEventListener("online", box.flush);
  isOpen = welcomed.isOpen;
  await introduce(welcomed.identity);
  show(isOpen);
  ask();
  box.flush();

  function show(isIt) {
    isOpen = isIt;
    rhythm.open(isIt);
    draw();
    if (!isIt) return;
    view.focus();
    tellSeen();
    if (!server.token) introduce(identity).then(ask);
  }

  // Whom the shop vouches for meets their own conversation; a wrong word makes nobody known. Of whom the page has not
  // said anything yet may be the same as before.
  async function introduce(who) {
    identity = who;
    if (areOthers(kept, who)) forget();
    if (!who.user_id || (server.token && kept.isKnown)) return;
    if (!isOpen && !kept.token) return;
    const session = await server.start(who).catch(() => null);
    if (!session || (!session.is_identified && kept.token)) return;
    leave();
    use(session);
  }

  // Several files and words may ask for a session at once, in several tabs: the first one begins it for all. `over` is
  // the one that is over.
  function begin(over = "") {
    beginning ||= inTurn(publicKey, () => join(over)).finally(() => (beginning = null));
    return beginning;
  }

  async function join(over) {
    const { kept: known } = await page.hello();
    if (known.token && known.token !== over && isOurs(known)) return adopt(known);
    use(await server.start({ ...identity, email: kept.email || identity.email }));
    if (!box.all.length) return;
    keep({ token: server.token });
    await page.hello(); // It is stored before the next tab has its turn.
  }

  // Another tab of this browser has begun, or has forgotten.
  function meet(known) {
    if (beginning || known.token === server.token) return;
    if (known.token && isOurs(known)) adopt(known);
    else if (!known.token && kept.token && kept.token === server.token) lapse();
    draw();
  }

  function adopt(known) {
    lapse();
    server.use(known.token);
    kept = { ...known, email: known.email || kept.email };
    ask();
  }

  // Of the same person, or of nobody in particular both here and there.
  function isOurs(known) {
    return known.user === (identity.user_id || kept.user);
  }

  function use(session) {
    server.use(session.token);
    kept = { token: "", user: identity.user_id, isKnown: session.is_identified, email: kept.email || identity.email };
  }

  // What is over is begun anew.
  async function inSession(act) {
    if (!server.token) await begin();
    const { token } = server;
    try {
      return await act();
    } catch (problem) {
      if (problem.status !== 401) throw problem;
      if (token === server.token) lapse();
      if (!server.token) await begin(token);
      return act();
    }
  }

  // Whose words they are is known before they are sent: the next one at this device sends them not.
  function write(text, given) {
    if (isUncertain()) forget();
    if (!kept.token && identity.user_id) keep({ user: identity.user_id });
    box.add(text, given);
  }

  // Somebody known wrote here before, and nobody has said whether they are here now.
  function isUncertain() {
    return !server.token && Boolean(kept.user) && kept.user !== identity.user_id;
  }

  function send(message) {
    return isUncertain() ? Promise.reject({ status: 0 }) : inSession(() => deliver(message));
  }

  async function deliver(message) {
    const { token } = server;
    // Should the page go before the answer comes, the same message is sent again by the same visitor.
    if (!kept.token) keep({ token });
    const arrived = await server.send(message);
    if (token !== server.token) return; // They have left since.
    talk.arrived(arrived);
    isConnected = true;
    rhythm.now();
  }

  // Nothing is kept before something was said.
  function keep(news) {
    kept = { ...kept, ...news };
    if (kept.token || kept.user) page.keep(kept);
  }

  // The session is over; where to answer is known still.
  function lapse() {
    rhythm.stop();
    server.use("");
    talk.clear();
    kept = { ...NOBODY, email: kept.email };
  }

  function leave() {
    lapse();
    page.drop();
    kept = NOBODY;
  }

  // Unless another tab has begun anew already.
  async function lapsed(token) {
    lapse();
    const { kept: known } = await page.hello();
    if (known.token === token) page.drop();
    else meet(known);
    await page.hello();
  }

  function forget() {
    leave();
    box.clear();
  }

  function ask() {
    if (server.token) rhythm.now();
  }

  async function poll() {
    const { token } = server;
    const { decisions } = talk;
    try {
      const news = await server.poll(talk.after, isOpen && !document.hidden ? view.isTyping() : null);
      if (token !== server.token) return true; // They have left since.
      isConnected = true;
      office = news.office;
      // While a message is under way, its own answer tells what became of it.
      if (!box.isBusy && talk.take(news, decisions)) rhythm.now();
    } catch (problem) {
      if (problem.status === 401 && token === server.token) await inTurn(publicKey, () => lapsed(token));
      isConnected = problem.status !== 0;
      draw();
      return false;
    }
    if (talk.isOpen && !kept.token) keep({ token: server.token });
    draw();
    tellSeen();
    return true;
  }

  async function tellSeen() {
    if (!isOpen || document.hidden || !talk.unread) return;
    const { before, seen } = talk.read();
    draw();
    await server.seen(seen).catch(() => talk.unreadFrom(before));
  }

  async function leaveEmail(email) {
    if (server.token) await server.email(email);
    keep({ email });
    draw();
  }

  // Another tab may have been quicker: what stands is asked for in any case.
  async function handOff(isWanted, email = "") {
    try {
      talk.handed((await server.handOff(isWanted, email, shop.language)).handoff);
      if (email) keep({ email });
    } catch (problem) {
      if (problem.status !== 409) throw problem;
    }
    draw();
    ask();
  }

  async function endChat() {
    await server.end();
    talk.end();
    draw();
  }

  async function forgetMe() {
    await server.forget().catch(() => null);
    forget();
    draw();
  }

  function draw() {
    const trouble = box.trouble || (isConnected ? "" : "offline");
    view.draw({
      ...talk.shown,
      waiting: [...box.all],
      trouble,
      office,
      email: kept.email || identity.email,
      isKept: Boolean(kept.token),
    });
    page.unread(talk.unread);
  }
}

start();
