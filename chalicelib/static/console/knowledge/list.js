// The articles, found as one types.

import { Confirm } from "../shared/confirm.js";
import { Choice, Input } from "../shared/fields.js";
import { fitting } from "../shared/finder.js";
import { html, useLayoutEffect, useRef, useSignal } from "../shared/html.js";
import { Ago } from "../shared/moments.js";
import { count } from "../shared/words.js";
import * as api from "../state/api.js";
import { Outcome, useOutcome } from "../settings/editor.js";
import { addressOf, ARTICLES, beginning, orAnew, pathOf } from "./articles.js";
import { languageName } from "./languages.js";

const AT_ONCE = 20;
const STATES = [
  ["", "All"],
  ["active", "Active"],
  ["draft", "Drafts"],
];

export function List({ desk, articles, finding, mayWrite }) {
  const heading = useRef();
  // Who comes back from an article is here; who opens the page is where the page begins.
  useLayoutEffect(() => {
    if (articles.said.value) heading.current.focus();
    return () => (articles.said.value = "");
  }, []);
  const all = articles.all.value;
  return html`
    <section aria-label="Articles">
      <h2 tabindex="-1" ref=${heading}>Articles</h2>
      <p>What shoppers ask, and what you answer. The Customer Agent answers from those that are active, and from nothing else.</p>
      ${!mayWrite && html`<p class="muted" role="status">Your role may read the articles and try questions, but not change them.</p>`}
      ${mayWrite && html`<p><a class="begin" href=${beginning()}>Write an article</a></p>`}
      <p class="good" role="status">${articles.said}</p>
      ${articles.trouble.value &&
      html`
        <p class="trouble" role="alert">${articles.trouble}</p>
        <button type="button" onClick=${articles.load}>Try again</button>
      `}
      ${!all && !articles.trouble.value && html`<p class="muted" role="status">Loading…</p>`}
      ${all && !all.length && html`<${Nothing} mayWrite=${mayWrite} />`}
      ${all?.length > 0 && html`<${Found} all=${all} finding=${finding} desk=${desk} articles=${articles} mayWrite=${mayWrite} />`}
    </section>
  `;
}

function Nothing({ mayWrite }) {
  return html`
    <div class="nothing">
      <p><strong>There are no articles yet.</strong></p>
      <p class="muted">
        Until there are, every question goes to the team.
        ${mayWrite && " Begin with the three that are asked most: how long delivery takes, how something is sent back, what delivery costs. Or bring in your help pages below."}
      </p>
    </div>
  `;
}

function Found({ all, finding: { wanted, state }, ...given }) {
  const most = useSignal(AT_ONCE);
  const fits = fitting(wanted.value);
  const found = all.filter(
    (each) => (!state.value || each.state === state.value) && fits([each.title, each.source, languageName(each.language)].join(" ")),
  );
  const set = (of) => (event) => {
    of.value = event.currentTarget.value;
    most.value = AT_ONCE;
  };
  const isAll = found.length === all.length;
  return html`
    <div class="search" role="search" aria-label="Articles">
      <${Input} label="Search articles" type="search" maxlength="200" autocomplete="off" value=${wanted.value} onInput=${set(wanted)} />
      <${Choice} label="State" options=${STATES} chosen=${state.value} onChange=${set(state)} />
    </div>
    <p class="muted" role="status">
      ${isAll ? count(all.length, "article") : `${found.length} of ${count(all.length, "article")}`}
    </p>
    <ul class="articles">
      ${found.slice(0, most.value).map((article) => html`<${Row} key=${article.id} article=${article} ...${given} />`)}
    </ul>
    ${found.length > most.value &&
    html`<button type="button" onClick=${() => (most.value += AT_ONCE)}>Show ${Math.min(AT_ONCE, found.length - most.value)} more</button>`}
  `;
}

function Row({ article, desk, articles, mayWrite }) {
  const { title, state, language, source, updated_at: at, changed_by: by } = article;
  const who = desk.agents.value.find(({ id }) => id === by)?.name;
  return html`
    <li aria-label=${title}>
      <p>
        <a href=${addressOf(article)}><bdi>${title}</bdi></a>${" "}
        ${state === "draft" && html`<span class="chip">draft</span>`}
      </p>
      <p class="muted">
        ${[languageName(language), source && `from “${source}”`].filter(Boolean).map((words) => html`<bdi>${words}</bdi> · `)}
        changed <${Ago} at=${at} />${who && html` by <bdi>${who}</bdi>`}
      </p>
      ${mayWrite && html`<${Acts} article=${article} articles=${articles} undo=${desk.undo} />`}
    </li>
  `;
}

function Acts({ article, articles, undo }) {
  const outcome = useOutcome();
  const { title, version, state } = article;
  const [words, next] = state === "draft" ? ["Activate", "active"] : ["Make it a draft", "draft"];
  const reload = async ({ status }) => {
    if (status === 404) articles.said.value = `“${title}” is not there any more.`;
    await articles.load();
  };
  const turn = () =>
    outcome.of(() => orAnew(() => api.patch(pathOf(article), { state: next }, { version }), reload), articles.load);
  return html`
    <div class="actions">
      <button type="button" class="quiet" aria-label=${`${words}: ${title}`} onClick=${turn}>${words}</button>
      <${Delete} article=${article} outcome=${outcome} undo=${undo} done=${articles.load} reload=${reload} />
    </div>
    <${Outcome} outcome=${outcome} />
  `;
}

// What is taken back is written anew: the versions before it do not come back.
export function Delete({ article, outcome, undo, done, reload = () => {} }) {
  const { title, version } = article;
  const end = () =>
    outcome.of(
      () =>
        orAnew(async () => {
          const { text, questions, links, language, state } = await api.get(pathOf(article));
          await api.remove(pathOf(article), { version });
          return { title, text, questions, links, language, state };
        }, reload),
      async (gone) => {
        undo.offer(`“${title}” is deleted.`, () => api.post(ARTICLES, gone).then(done));
        await done();
      },
    );
  return html`
    <${Confirm} words="Delete" name=${`Delete ${title}`} question=${`Delete “${title}”?`} act=${end}>
      <p>Nothing is answered from it any more, and its earlier versions are gone for good.</p>
    <//>
  `;
}
