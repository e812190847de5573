// What a shop puts on its pages for the chat, and on its server for visitors who are signed in there.

import { Copy } from "../shared/copy.js";
import { html, useSignal } from "../shared/html.js";
import * as api from "../state/api.js";
import { Outcome, Section, useOutcome } from "./editor.js";

const SECRET = "v1/settings/web_chat/secret";
const ON_SERVER = `import hashlib, hmac

user_hash = hmac.new(
    secret.encode(), user_id.encode(), hashlib.sha256
).hexdigest()`;
const ON_PAGE = `deskhand("identify", {
  user_id: "4711", user_hash: "…",
  email: "ann@mail.example", name: "Ann",
});`;

const here = (path) => new URL(path, document.baseURI).href;

export function OnSite({ account: { public_key: key } }) {
  const snippet = `<script defer src="${here("widget.js")}" data-key="${key}"></script>`;
  const page = here(`chat?key=${encodeURIComponent(key)}`);
  const host = new URL(document.baseURI).origin;
  return html`
    <${Section} title="On your site">
      <p>Put this line on every page that is to have the chat:</p>
      <${Copy} name="the line" text=${snippet} />
      <p>The key in it is public:</p>
      <${Copy} name="the public key" text=${key} />
      <p class="muted">
        A content security policy needs <code>script-src ${host}</code> and <code>frame-src ${host}</code>.
      </p>
      <p>Without a site, your visitors' chat is at this address:</p>
      <p><a href=${page} target="_blank" rel="noopener">${page}</a></p>
    <//>
  `;
}

export function SignedIn({ maySee }) {
  return html`
    <${Section} title="Signed-in visitors">
      <p>
        Whom your site knows meets one conversation on all devices, once your server vouches for them. Sign their id with the
        secret there; never on the page.
      </p>
      ${maySee ? html`<${Secret} />` : html`<p class="muted">The secret is shown to owners and admins.</p>`}
      <p>On your server, in Python:</p>
      <pre tabindex="0"><code>${ON_SERVER}</code></pre>
      <p>On the page:</p>
      <pre tabindex="0"><code>${ON_PAGE}</code></pre>
    <//>
  `;
}

function Secret() {
  const secret = useSignal("");
  const outcome = useOutcome();
  const show = () => outcome.of(async () => (secret.value = (await api.get(SECRET)).secret));
  const hide = () => (secret.value = "");
  return html`
    <div class="actions">
      <button type="button" onClick=${secret.value ? hide : show}>${secret.value ? "Hide the secret" : "Show the secret"}</button>
    </div>
    ${secret.value && html`<${Copy} name="the secret" text=${secret.value} />`}
    <${Outcome} outcome=${outcome} />
  `;
}
