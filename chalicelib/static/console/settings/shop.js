// The shop on Shopify: connected by saying yes there, which leads away from the console and back. And what it sells again and again.

import { Confirm } from "../shared/confirm.js";
import { Copy } from "../shared/copy.js";
import { Disclosure } from "../shared/disclosure.js";
import { Input } from "../shared/fields.js";
import { html, useMemo } from "../shared/html.js";
import { Loaded } from "../shared/loaded.js";
import { Exactly } from "../shared/moments.js";
import * as api from "../state/api.js";
import { Form, Outcome, Section, useOutcome } from "./editor.js";
import { Recharge } from "./recharge.js";
import { domainOf, outcomeOf, takeOutcome } from "./shop_words.js";

const SHOP = "v1/shop";
const SCOPES = {
  read_customers: "read customers",
  read_orders: "read orders",
  read_products: "read products",
  write_order_edits: "edit orders",
  write_orders: "cancel orders",
};
const CALLBACK = new URL("hooks/shopify/callback", document.baseURI).href;
const WORD = { minlength: 8, maxlength: 200, required: true, spellcheck: false };

export const Shop = () => html`<${Shopify} /><${Recharge} />`;

function Shopify() {
  const outcome = useMemo(() => outcomeOf(takeOutcome()), []);
  return html`
    <${Section} title="Shopify">
      ${outcome && html`<p role="status" class=${outcome.kind}>${outcome.words}</p>`}
      <${Loaded} path=${SHOP}>
        ${(known, reload) => (known ? html`<${Known} known=${known} reload=${reload} />` : html`<${None} />`)}
      <//>
    <//>
  `;
}

function None() {
  return html`
    <p class="muted">No shop is connected. Connect one, and a customer's orders show beside their tickets.</p>
    <${Connect} words="Connect" />
  `;
}

// The browser keeps a cookie until it comes back: only where this was begun can it be ended.
function Connect({ shop = "", hasOwnApp = false, words }) {
  const begin = ({ elements: { domain, app, secret } }) => {
    const own = app && { client_id: app.value.trim(), client_secret: secret.value.trim() };
    return api.post(`${SHOP}/connect`, { shop: domainOf(domain.value), ...own }, { credentials: "same-origin" });
  };
  const lead = ({ authorize_url: url }) => location.assign(url);
  return html`
    <${Form} save=${begin} onSaved=${lead} words=${words} praise="Leading to the shop…">
      <${Input} label="Address of the shop" hint="As Shopify calls it: name.myshopify.com." name="domain" at="/shop"
        required maxlength="100" autocomplete="off" autocapitalize="none" spellcheck=${false}
        placeholder="name.myshopify.com" defaultValue=${shop} readonly=${Boolean(shop)} />
      ${hasOwnApp ? html`<${OwnApp} />` : html`<${Disclosure} words="Use an app of your own"><${OwnApp} /><//>`}
    <//>
  `;
}

function OwnApp() {
  return html`
    <p>In your app at Shopify, allow this redirect URL:</p>
    <${Copy} name="the redirect URL" text=${CALLBACK} />
    <p>${`and these scopes: ${Object.keys(SCOPES).join(", ")}.`}</p>
    <${Input} ...${WORD} label="Client ID" name="app" at="/client_id" autocomplete="off" />
    <${Input} ...${WORD} label="Client secret" name="secret" at="/client_secret" type="password" autocomplete="new-password" />
  `;
}

function Known({ known, reload }) {
  const outcome = useOutcome();
  const { domain, missing_scopes: missing, has_own_app: hasOwnApp } = known;
  const isOpen = known.state === "connected";
  const isWhole = isOpen && !missing.length;
  const disconnect = () => outcome.of(() => api.remove(SHOP), reload);
  return html`
    <p><strong><bdi>${domain}</bdi></strong>${hasOwnApp && ", by an app of your own"}</p>
    <${Standing} known=${known} isOpen=${isOpen} />
    ${isOpen && missing.length > 0 && html`<${Missing} scopes=${missing} />`}
    ${isWhole
      ? html`<${Disclosure} words="Connect again"><${Connect} words="Connect again" shop=${domain} hasOwnApp=${hasOwnApp} /><//>`
      : html`<${Connect} words="Connect again" shop=${domain} hasOwnApp=${hasOwnApp} />`}
    <div class="actions">
      <${Confirm} words="Disconnect" name=${`Disconnect ${domain}`} question=${`Disconnect ${domain}?`} act=${disconnect}>
        <p>Its keys are forgotten at once, and its orders soon after: they show beside no ticket any more. Tickets stay.</p>
      <//>
    </div>
    <${Outcome} outcome=${outcome} />
  `;
}

function Standing({ known: { fault, connected_at: since }, isOpen }) {
  const refused = `The shop does not let us in any more.${fault ? ` ${fault}` : ""} Connect it again: until then orders are shown as they were.`;
  if (!isOpen) return html`<p class="trouble">${refused}</p>`;
  if (fault) return html`<p class="trouble">${`The shop refuses what we ask: ${fault}`}</p>`;
  return html`<p class="good">Connected since <${Exactly} at=${since} /></p>`;
}

function Missing({ scopes }) {
  return html`
    <p class="bad">The shop has not allowed us to:</p>
    <ul class="topics">${scopes.map((scope) => html`<li key=${scope}>${SCOPES[scope] || scope}</li>`)}</ul>
    <p>Connect it again and allow it there.</p>
  `;
}
