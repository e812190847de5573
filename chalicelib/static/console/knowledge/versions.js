// What an article said before: each version can be read, and brought back.

import { Confirm } from "../shared/confirm.js";
import { Disclosure } from "../shared/disclosure.js";
import { html } from "../shared/html.js";
import { Loaded } from "../shared/loaded.js";
import { Exactly } from "../shared/moments.js";
import * as api from "../state/api.js";
import { Outcome, useOutcome } from "../settings/editor.js";
import { pathOf } from "./articles.js";
import { Markdown } from "./markdown.js";

export function Versions({ article, ...given }) {
  return html`
    <${Disclosure} words="Earlier versions">
      <${Loaded} path=${`${pathOf(article)}/versions`}>
        ${(known) => {
          const older = (known?.data || []).filter(({ version }) => version !== article.version);
          if (!older.length) return html`<p class="muted">This is the first one. The last 20 are kept.</p>`;
          return html`
            <ul class="cards">
              ${older.map((version) => html`<${Version} key=${version.version} of=${version} article=${article} ...${given} />`)}
            </ul>
          `;
        }}
      <//>
    <//>
  `;
}

function Version({ of, article, desk, mayWrite, reload }) {
  const outcome = useOutcome();
  const { version, title, text, updated_at: at, changed_by: by } = of;
  const who = desk.agents.value.find(({ id }) => id === by)?.name;
  const restore = () =>
    outcome.of(() => api.post(`${pathOf(article)}/restore`, { version }, { version: article.version }), reload);
  return html`
    <li aria-label=${`Version ${version}`}>
      <p><strong>Version ${version}</strong>, of <${Exactly} at=${at} />${who && html`, by <bdi>${who}</bdi>`}</p>
      <${Disclosure} words=${html`What it said: <bdi>${title}</bdi>`}>
        <div class="paper" dir="auto"><${Markdown} text=${text} /></div>
      <//>
      ${mayWrite &&
      html`
        <div class="actions">
          <${Confirm} words="Bring back" name=${`Bring back version ${version}`} question=${`Bring back version ${version}?`} act=${restore}>
            <p>Its words become the newest version; those of now stay among the earlier ones. What you have typed and not saved is lost.</p>
          <//>
        </div>
      `}
      <${Outcome} outcome=${outcome} />
    </li>
  `;
}
