// One article while it is written. What somebody else has changed meanwhile is neither lost nor written over unasked.

import { Area, Choice, Input } from "../shared/fields.js";
import { html, useEffect, useLayoutEffect, useMemo, useRef, useSignal } from "../shared/html.js";
import { Exactly } from "../shared/moments.js";
import * as api from "../state/api.js";
import { openLoaded } from "../state/loaded.js";
import { Form, Outcome, useOutcome } from "../settings/editor.js";
import { ARTICLES, HERE, pathOf } from "./articles.js";
import { choices } from "./languages.js";
import { Delete } from "./list.js";
import { Markdown } from "./markdown.js";
import { openUnsaved } from "./unsaved.js";
import { Versions } from "./versions.js";

const NEW = { title: "", questions: [], text: "", links: [], language: null, state: "active" };
const STATES = [
  ["active", "Active: questions are answered from it"],
  ["draft", "Draft: for the team alone"],
];
const MARKS = "Markdown: # before a heading, - before a point, **bold**, [words](address).";

export function Article({ id, question, ...given }) {
  const isNew = id === "new";
  const heading = useRef();
  useLayoutEffect(() => {
    heading.current.focus();
  }, []);
  return html`
    <section aria-label="Article">
      <p><a href=${HERE}>All articles</a></p>
      <h2 tabindex="-1" ref=${heading}>${isNew ? "New article" : "Article"}</h2>
      ${isNew
        ? html`<${Written} article=${{ ...NEW, title: question }} name=${`new ${question}`} save=${(body) => api.post(ARTICLES, body)} ...${given} />`
        : html`<${Known} id=${id} ...${given} />`}
    </section>
  `;
}

function Known({ id, ...given }) {
  const loaded = useMemo(() => openLoaded(pathOf({ id })), [id]);
  useEffect(() => {
    loaded.load();
  }, [loaded]);
  const { known, said, canRetry, load } = loaded;
  const article = known.value;
  const save = (body, version) => api.patch(pathOf(article), body, { version });
  return html`
    <p role="status" class=${canRetry.value ? "trouble" : "muted"} hidden=${!said.value}>${said}</p>
    ${canRetry.value && html`<button type="button" onClick=${load}>Try again</button>`}
    ${article === null && html`<p class="trouble">This article is not there any more. Perhaps somebody has deleted it.</p>`}
    ${article && html`<${Written} key=${article.version} article=${article} name=${id} save=${save} reload=${load} ...${given} />`}
  `;
}

function Written({ article, name, save, reload, desk, articles, mayWrite }) {
  const unsaved = useMemo(() => openUnsaved(desk.me.id, name), []);
  const edition = useSignal(0);
  const back = async (words) => {
    unsaved.forget();
    articles.said.value = words;
    location.hash = HERE;
    await articles.load();
  };
  // What was typed is given up for what the server has, and is kept where that does not come.
  const giveWay = async () => {
    const kept = unsaved.read();
    unsaved.forget();
    if (!reload || (await reload())) edition.value += 1;
    else if (kept && !unsaved.read()) unsaved.keep(kept.version, kept.words);
  };
  const saved = ({ title }) => back(`“${title}” is saved.`);
  return html`
    <fieldset class="plain" disabled=${!mayWrite}>
      <${ArticleForm} key=${edition.value} article=${article} unsaved=${unsaved} save=${save} giveWay=${giveWay} onSaved=${saved} />
    </fieldset>
    ${article.id && html`<${About} article=${article} reload=${giveWay} back=${back} desk=${desk} mayWrite=${mayWrite} />`}
  `;
}

// `save` is given what is written, and the version that it is a change of.
function ArticleForm({ article, unsaved, save, giveWay, onSaved }) {
  const kept = useMemo(unsaved.read, []);
  const version = useRef(kept ? kept.version : article.version);
  const newer = useSignal(null);
  // What is typed while it is saved would be lost: nothing can be.
  const attempt = async (form) => {
    const words = written(form.elements);
    const fields = form.closest("fieldset");
    const focused = document.activeElement;
    fields.disabled = true;
    try {
      return await save(words, version.current);
    } catch (problem) {
      fields.disabled = false;
      focused.focus();
      newer.value = problem.code === "version_mismatch" ? problem.body.version : null;
      throw problem;
    }
  };
  const keep = (event) => unsaved.keep(version.current, written(event.target.form.elements));
  const insist = (event) => {
    version.current = newer.value;
    event.currentTarget.form.requestSubmit();
  };
  return html`
    <div onInput=${keep}>
      ${kept &&
      html`
        <p class="again" role="status">
          What you had typed and not saved is here again.
          <button type="button" class="quiet" onClick=${giveWay}>Discard it</button>
        </p>
      `}
      <${Form} save=${attempt} onSaved=${onSaved} words="Save article">
        <${Fields} article=${kept ? { ...article, ...kept.words } : article} />
        ${newer.value &&
        html`
          <div class="actions" role="group" aria-label="Changed by somebody else">
            <button type="button" onClick=${insist}>Save mine all the same</button>
            <button type="button" onClick=${giveWay}>Take theirs</button>
          </div>
        `}
      <//>
    </div>
  `;
}

function Fields({ article }) {
  const text = useSignal(article.text);
  return html`
    <${Input} label="Title" hint="Best the question as it is asked most." name="title" at="/title" required maxlength="200"
      defaultValue=${article.title} />
    <${Area} label="Other ways to ask" hint="One a line." name="questions" at="/questions" rows="3"
      defaultValue=${article.questions.join("\n")} />
    <${Area} label="Answer" hint=${MARKS} name="text" at="/text" rows="10" required maxlength="20000"
      defaultValue=${article.text} onInput=${(event) => (text.value = event.currentTarget.value)} />
    <details class="preview-of">
      <summary>Preview</summary>
      <div class="paper" role="region" aria-label="Preview" dir="auto"><${Markdown} text=${text.value} /></div>
    </details>
    <${Area} label="Links" hint="One a line: where more is told." name="links" at="/links" rows="2" spellcheck=${false}
      defaultValue=${article.links.join("\n")} />
    <${Choice} label="Language" name="language" at="/language" options=${choices(article.language)}
      chosen=${article.language || ""} />
    <${Choice} label="State" name="state" at="/state" options=${STATES} chosen=${article.state} />
  `;
}

function About({ article, reload, back, desk, mayWrite }) {
  const outcome = useOutcome();
  const { version, updated_at: at, changed_by: by, source } = article;
  const who = desk.agents.value.find(({ id }) => id === by)?.name;
  return html`
    <p class="muted">
      Version ${version}, of <${Exactly} at=${at} />${who && html`, by <bdi>${who}</bdi>`}.
      ${source && html` It came with the document <bdi>“${source}”</bdi>.`}
    </p>
    <${Versions} article=${article} desk=${desk} mayWrite=${mayWrite} reload=${reload} />
    ${mayWrite &&
    html`
      <div class="actions">
        <${Delete} article=${article} outcome=${outcome} undo=${desk.undo} done=${() => back("")} />
      </div>
      <${Outcome} outcome=${outcome} />
    `}
  `;
}

const lines = ({ value }) => value.split("\n").map((line) => line.trim()).filter(Boolean);

function written({ title, questions, text, links, language, state }) {
  return {
    title: title.value,
    questions: lines(questions),
    text: text.value,
    links: lines(links),
    language: language.value || null,
    state: state.value,
  };
}
