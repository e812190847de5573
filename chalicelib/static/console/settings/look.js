// How the chat looks on the shop's pages, beside the chat itself as it looks there.

import { Area, Check, Choice, Input } from "../shared/fields.js";
import { html, useLayoutEffect, useMemo, useRef, useSignal } from "../shared/html.js";
import { contrast, wordsOn } from "./contrast.js";
import { Editor } from "./editor.js";

const SIDES = [
  ["right", "At the right"],
  ["left", "At the left"],
];
const LANGUAGES = [
  ["", "That of the page, else of the browser"],
  ["en", "English"],
  ["es", "Español"],
  ["pt", "Português"],
  ["nl", "Nederlands"],
  ["sv", "Svenska"],
  ["de", "Deutsch"],
  ["fr", "Français"],
  ["ar", "العربية"],
];
const SEEN_FROM = 3;

export function Look({ current, publicKey }) {
  const saved = useSignal(0);
  const changes = ({ elements: { color, side, language, words, welcome, privacy, terms, seen } }) => ({
    web_chat: {
      widget: {
        color: color.value,
        position: side.value,
        locale: language.value,
        title: words.value,
        welcome: welcome.value,
        privacy_url: privacy.value,
        terms_url: terms.value,
        shows_seen: seen.checked,
      },
    },
  });
  return html`
    <${Editor} title="Look of the chat" changes=${changes} onSaved=${() => (saved.value += 1)}>
      <${Color} current=${current.color} />
      <${Choice} label="Button" name="side" options=${SIDES} chosen=${current.position} />
      <${Input} label="Words on the button" hint="Empty: its picture alone." name="words" at="/web_chat/widget/title"
        maxlength="40" defaultValue=${current.title} />
      <${Choice} label="Language" name="language" options=${LANGUAGES} chosen=${current.locale} />
      <${Area} label="Welcome" hint="Empty: a greeting in the visitor's language." name="welcome" rows="2"
        at="/web_chat/widget/welcome" maxlength="500" defaultValue=${current.welcome} />
      <${Link} label="Privacy notice" name="privacy" at="/web_chat/widget/privacy_url" current=${current.privacy_url} />
      <${Link} label="Terms" name="terms" at="/web_chat/widget/terms_url" current=${current.terms_url} />
      <${Check} label="Tell visitors that you have read what they wrote" name="seen" defaultChecked=${current.shows_seen} />
    <//>
    <${Preview} key=${saved.value} publicKey=${publicKey} />
  `;
}

function Link({ current, ...given }) {
  const hint = "Shown before the first message; an https address.";
  return html`<${Input} ...${given} hint=${hint} type="url" maxlength="500" defaultValue=${current} />`;
}

function Color({ current }) {
  const color = useSignal(current);
  const words = wordsOn(color.value);
  const onPage = contrast(color.value, "#ffffff");
  return html`
    <${Input} label="Colour" name="color" type="color" at="/web_chat/widget/color" defaultValue=${current}
      onInput=${(event) => (color.value = event.currentTarget.value)} />
    <p class="hint muted" role="status">
      ${`${words === "#ffffff" ? "White" : "Black"} words on it: contrast ${contrast(color.value, words).toFixed(1)} : 1.`}
      ${onPage < SEEN_FROM && ` On a white page the button is hard to see: ${onPage.toFixed(1)} : 1, where 3 : 1 is enough.`}
    </p>
  `;
}

// The chat itself, told that it is closed: nobody chats from here, and it asks for nothing.
function Preview({ publicKey }) {
  const frame = useRef();
  const src = useMemo(() => address(publicKey), []);
  useLayoutEffect(() => {
    const greet = ({ source, origin, data }) => {
      if (source !== frame.current.contentWindow || origin !== location.origin || data?.type !== "ready") return;
      source.postMessage({ type: "hello", isOpen: false }, origin);
    };
    window.addEventListener("message", greet);
    return () => window.removeEventListener("message", greet);
  }, []);
  return html`
    <section aria-label="Preview">
      <h2>Preview</h2>
      <p class="hint muted">The chat as it was saved last.</p>
      <iframe class="preview" ref=${frame} title="The chat as visitors see it" src=${src} inert></iframe>
    </section>
  `;
}

// Browsers keep a look for a minute, by all that is asked with: a language that nobody speaks asks anew.
function address(publicKey) {
  const languages = [...navigator.languages.slice(0, 4), `x-${crypto.randomUUID().slice(0, 8)}`].join();
  return `chat?${new URLSearchParams({ key: publicKey, languages })}#${encodeURIComponent(location.origin)}`;
}
