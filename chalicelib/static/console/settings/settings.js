// The settings: a page for each part. Who may not change a part may look at it.

import { Resting } from "../plan/within.js";
import { html, useEffect, useLayoutEffect, useMemo, useRef } from "../shared/html.js";
import { Later } from "../shared/later.js";
import { sheet } from "../shared/sheet.js";
import { openLoaded } from "../state/loaded.js";
import { place } from "../state/route.js";
import { featureOf, groupsFor } from "./pages.js";

await Promise.all([sheet("./settings.css", import.meta.url), sheet("./lists.css", import.meta.url)]);

export function SettingsPage({ desk }) {
  const groups = groupsFor(desk.me.permissions);
  const pages = groups.flatMap(([, of]) => of);
  const page = pages.find(({ slug }) => slug === place.value.part) || pages[0];
  const settings = useMemo(() => openLoaded("v1/settings"), [page.slug]);
  const feature = featureOf(page);
  const mayChange = desk.me.permissions.includes(page.needs);
  useEffect(() => {
    settings.load();
  }, [settings]);
  const view = "Your role may look at this page, but not change it.";
  return html`
    <div class="settings">
      <${Contents} groups=${groups} current=${page} />
      <main class="body" tabindex="-1">
        <h1>${page.name}</h1>
        <p role="status" class="muted">${settings.said.value || (!mayChange && view)}</p>
        ${settings.canRetry.value && html`<button onClick=${settings.load}>Try again</button>`}
        ${feature && html`<${Resting} key=${page.slug} desk=${desk} feature=${feature} />`}
        ${settings.known.value &&
        html`
          <fieldset class="sections" disabled=${!mayChange}>
            <${Later} key=${page.slug} load=${page.load} desk=${desk} settings=${settings} />
          </fieldset>
        `}
      </main>
    </div>
  `;
}

function Contents({ groups, current }) {
  const element = useRef();
  useLayoutEffect(() => {
    element.current.querySelector("[aria-current]").scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [current.slug]);
  return html`
    <nav aria-label="Settings" ref=${element}>
      ${groups.map(
        ([name, of]) => html`
          <h2 key=${name}>${name}</h2>
          <ul>
            ${of.map(
              ({ slug, name: words }) => html`
                <li key=${slug}>
                  <a href=${`#/settings/${slug}`} aria-current=${slug === current.slug ? "page" : null}>${words}</a>
                </li>
              `,
            )}
          </ul>
        `,
      )}
    </nav>
  `;
}
