// The chat on a shop's page: a button, and a frame with the chat once somebody wants it.
// The page gets one name, `deskhand`; what it says before this script came is done afterwards.
(() => {
  "use strict";
  const script = document.currentScript;
  const before = window.deskhand;
  const { key, locale, position } = script.dataset;
  if (before && before.boot) return before.boot({ key, locale, position });

  const BASE = new URL(".", script.src);
  const VALID = {
    key: /^pk_[0-9A-Za-z_]{1,100}$/,
    locale: /^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$/,
    position: /^(left|right)$/,
  };
  const ABOUT = ["user_id", "user_hash", "email", "email_hash", "name"];
  const CSS = `
:host{all:initial!important;display:block!important;position:fixed!important;z-index:2147483647!important}
@media print{:host{display:none!important}}
[hidden]{display:none!important}
button,iframe{position:fixed;right:max(16px,env(safe-area-inset-right));border:0;box-sizing:border-box;box-shadow:0 4px 16px rgb(0 0 0/.3)}
.left button,.left iframe{right:auto;left:max(16px,env(safe-area-inset-left))}
button{bottom:max(16px,env(safe-area-inset-bottom));display:flex;align-items:center;gap:8px;min-width:56px;height:56px;padding:0 16px;border-radius:28px;background:var(--color);color:var(--words);font:600 16px/1 system-ui,sans-serif;cursor:pointer}
button:focus-visible{outline:3px solid var(--words);outline-offset:-5px}
b{width:24px;height:24px;background:currentColor;forced-color-adjust:none;clip-path:path("M12 3C6.5 3 2 6.6 2 11c0 2.3 1.2 4.4 3.2 5.9L4.5 21l4.4-2.3c1 .2 2 .3 3.1.3 5.5 0 10-3.6 10-8s-4.5-8-10-8z")}
i{position:absolute;top:-4px;right:-4px;min-width:22px;padding:4px 6px;border-radius:11px;box-sizing:border-box;background:#c8281e;color:#fff;font:700 13px/14px system-ui,sans-serif;text-align:center}
iframe{bottom:calc(max(16px,env(safe-area-inset-bottom)) + 68px);width:min(384px,100vw - 32px);height:min(640px,100vh - 100px);height:min(640px,100dvh - 100px);border-radius:12px;background:Canvas}
@media(max-width:480px),(max-height:480px){.open button{display:none}.open iframe{inset:0;width:100%;height:100%;border-radius:0}}`;

  const listeners = {};
  let page = {};
  let look = null;
  let host = null;
  let button, frame, box, count;
  let identity = null;
  const memory = {};
  let mounting = null;
  let unread = 0;
  let isOpen = false;
  let isReady = false;

  function boot(given) {
    const said = valid(given);
    if (!said.key || (said.key === page.key && mounting)) return;
    remove();
    page = { ...page, ...said };
    mount();
  }

  function valid(given) {
    const kept = {};
    for (const [name, pattern] of Object.entries(VALID)) {
      const value = given && given[name];
      if (typeof value === "string" && pattern.test(value)) kept[name] = value;
    }
    return kept;
  }

  async function mount() {
    const mine = (mounting = {});
    const asked = new URL(`widget/${page.key}?${wishes()}`, BASE);
    try {
      const answer = await import(asked.href);
      if (mine !== mounting) return;
      look = answer.default;
    } catch {
      // No such shop, or no connection: the page stays as it was.
      if (mine === mounting) mounting = null;
      return;
    }
    if (!look) return console.info("Deskhand: the shop has no chat, or none for this site.");
    build();
    if (read(place()) || waiting().length) addFrame();
    draw();
    emit("ready");
    if (isOpen) show();
  }

  const wishes = () =>
    new URLSearchParams({
      locale: page.locale || "",
      languages: [document.documentElement.lang, ...navigator.languages].slice(0, 4).join(),
    });

  function build() {
    host = document.createElement("div");
    const root = host.attachShadow({ mode: "closed" });
    const sheet = new CSSStyleSheet();
    const color = /^#[0-9a-f]{6}$/;
    const [back, words] = [look.color, look.words_color].map((one) => (color.test(one) ? one : "#000000"));
    sheet.replaceSync(`${CSS}div{--color:${back};--words:${words}}`);
    root.adoptedStyleSheets = [sheet];
    box = add(root, "div");
    box.dir = look.direction;
    box.lang = look.language;
    button = add(box, "button", { type: "button", "aria-haspopup": "dialog" });
    add(button, "b");
    if (look.title) add(button, "span").textContent = look.title;
    count = add(button, "i", { "aria-hidden": "true" });
    button.addEventListener("click", () => (isOpen ? close() : open()));
    box.addEventListener("keydown", (event) => event.key === "Escape" && close());
    window.addEventListener("message", heard);
  }

  function add(parent, tag, attributes = {}) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return parent.appendChild(element);
  }

  function addFrame() {
    if (frame) return;
    const src = new URL(`chat?key=${page.key}&${wishes()}#${encodeURIComponent(location.origin)}`, BASE);
    const name = look.words.dialog.replace("{name}", look.name);
    frame = add(box, "iframe", { title: name, src: src.href, allow: "clipboard-write" });
  }

  function draw() {
    if (!host) return;
    if (!host.isConnected) document.documentElement.append(host);
    box.className = `${page.position || look.position} ${isOpen ? "open" : ""}`;
    const words = look.words;
    const name = isOpen ? words.close : unread ? words.unread.replace("{count}", unread) : words.open;
    button.setAttribute("aria-label", look.title && !isOpen ? `${look.title}: ${name}` : name);
    button.setAttribute("aria-expanded", isOpen);
    count.hidden = isOpen || !unread;
    count.textContent = unread > 99 ? "99+" : unread;
    if (frame) frame.hidden = !isOpen;
  }

  function open() {
    if (isOpen && host) return;
    isOpen = true;
    if (host) show();
    else if (!mounting && page.key) mount();
  }

  function show() {
    addFrame();
    draw();
    frame.focus();
    tell({ type: "open" });
    emit("open");
  }

  function close() {
    if (!isOpen) return;
    isOpen = false;
    // Nobody saw or heard of what was to open once it could.
    if (!host) return;
    const hadFocus = document.activeElement === host;
    draw();
    tell({ type: "close" });
    if (hadFocus) button.focus();
    emit("close");
  }

  function identify(who) {
    const said = {};
    for (const name of ABOUT) {
      const value = who && who[name];
      if (typeof value === "string" || typeof value === "number") said[name] = String(value);
    }
    identity = said;
    tell({ type: "identify", identity });
  }

  function set(given) {
    const { locale: spoken, position: side } = valid(given);
    const isNew = spoken && spoken !== page.locale;
    page = { ...page, ...(spoken && { locale: spoken }), ...(side && { position: side }) };
    if (!isNew || !mounting) return draw();
    const wasOpen = isOpen;
    close();
    remove();
    isOpen = wasOpen;
    mount();
  }

  function shutdown(how) {
    if (how && how.forget) for (const name of [place(), ...waiting()]) forget(name);
    identity = null;
    remove();
  }

  function remove() {
    window.removeEventListener("message", heard);
    if (host) host.remove();
    host = frame = look = mounting = null;
    isOpen = isReady = false;
    unread = 0;
  }

  function on(name, listener) {
    if (typeof listener === "function") (listeners[`on ${name}`] ||= []).push(listener);
  }

  function emit(name, detail) {
    for (const listener of listeners[`on ${name}`] || []) {
      try {
        listener(detail);
      } catch (error) {
        reportError(error);
      }
    }
  }

  // Only the frame's own window, only at our own origin.
  const tell = (message) => isReady && frame.contentWindow.postMessage(message, BASE.origin);

  const HEARD = {
    ready() {
      isReady = true;
      tell({ type: "hello", kept: read(place()), waiting: waiting().map(read), identity, isOpen });
    },
    keep: ({ kept, id }) => keep(place(id), kept),
    drop: ({ id }) => forget(place(id)),
    close,
    unread({ count: news }) {
      if (!Number.isInteger(news) || news === unread) return;
      unread = news;
      draw();
      emit("unread", unread);
    },
  };

  function heard({ source, origin, data }) {
    if (!frame || source !== frame.contentWindow || origin !== BASE.origin || !data) return;
    if (Object.hasOwn(HEARD, data.type)) HEARD[data.type](data);
  }

  // The page's own storage, so that browsers which part foreign frames from theirs matter not.
  // What waits to be sent has a place for each message: two tabs take nothing from one another.
  const place = (id) => `deskhand.${page.key}${id ? `.${id}` : ""}`;
  const waiting = () => names().filter((name) => name.startsWith(`${place()}.`));

  function names() {
    try {
      return [...new Set([...Object.keys(memory), ...Object.keys(localStorage)])];
    } catch {
      return Object.keys(memory);
    }
  }

  function read(name) {
    try {
      return JSON.parse(localStorage.getItem(name)) || memory[name];
    } catch {
      return memory[name];
    }
  }

  function keep(name, kept) {
    memory[name] = kept;
    try {
      localStorage.setItem(name, JSON.stringify(kept));
    } catch {
      // Until the page goes, then.
    }
  }

  function forget(name) {
    delete memory[name];
    try {
      localStorage.removeItem(name);
    } catch {
      // There is nothing.
    }
  }

  // What another tab keeps.
  window.addEventListener("storage", ({ key }) => {
    if (key !== place()) return;
    delete memory[key];
    tell({ type: "kept", kept: read(key) });
  });

  const VERBS = { open, close, identify, set, on, shutdown };

  window.deskhand = (verb, ...given) => {
    if (Object.hasOwn(VERBS, verb)) VERBS[verb](...given);
  };
  window.deskhand.boot = boot;
  boot({ key, locale, position });
  for (const said of (before && before.q) || []) window.deskhand(...said);
})();
