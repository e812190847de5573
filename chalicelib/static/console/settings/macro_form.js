// One macro while it is written. What somebody else has changed meanwhile is neither lost nor written over unasked.

import { insert } from "../shared/caret.js";
import { Area, Check, Input } from "../shared/fields.js";
import { html, useId, useLayoutEffect, useRef, useSignal } from "../shared/html.js";
import { Form } from "./editor.js";
import { VariableMenu } from "./variables.js";

// `save` is given what is written, and the version that it is a change of.
export function MacroForm({ label, macro, macros, save, onClose }) {
  const element = useRef();
  const version = useRef(macro.version);
  const newer = useSignal(null);
  const attempt = async ({ elements }) => {
    try {
      await save(written(elements), version.current);
    } catch (problem) {
      newer.value = problem.code === "version_mismatch" ? problem.body.version : null;
      throw problem;
    }
  };
  const close = async () => {
    onClose();
    await macros.load();
  };
  const insist = (event) => {
    version.current = newer.value;
    event.currentTarget.form.requestSubmit();
  };
  useLayoutEffect(() => {
    element.current.querySelector("input").focus();
  }, []);
  return html`
    <div ref=${element} role="group" aria-label=${label}>
      <${Form} save=${attempt} onSaved=${close} words="Save macro">
        <${Fields} macro=${macro} macros=${macros} />
        ${newer.value &&
        html`
          <div class="actions" role="group" aria-label="Changed by somebody else">
            <button type="button" onClick=${insist}>Save mine all the same</button>
            <button type="button" onClick=${close}>Take theirs</button>
          </div>
        `}
        <button type="button" onClick=${onClose}>Cancel</button>
      <//>
    </div>
  `;
}

function Fields({ macro, macros }) {
  const categories = useId();
  const known = [...new Set((macros.all.value || []).map(({ category }) => category).filter(Boolean))];
  return html`
    <${Input} label="Title" name="title" at="/title" required maxlength="100" defaultValue=${macro.title} />
    <${Input} label="Category" hint="One that exists, or a new one." name="category" at="/category" maxlength="60"
      list=${categories} autocomplete="off" defaultValue=${macro.category || ""} />
    <datalist id=${categories}>${known.map((name) => html`<option key=${name} value=${name} />`)}</datalist>
    <${Area} label="Message" name="text" at="/text" rows="6" required maxlength="5000" defaultValue=${macro.text} />
    <${Variables} of=${macros.variables.value} />
    <${Check} label="Active: agents can insert it" name="active" defaultChecked=${macro.status === "active"} />
    <${Check} label="Pinned: it stands first, and a single key inserts it" name="pinned" defaultChecked=${macro.is_pinned} />
  `;
}

function Variables({ of }) {
  const button = useRef();
  const isOpen = useSignal(false);
  const close = (chosen) => {
    isOpen.value = false;
    if (chosen) insert(button.current.form.elements.text, `{{${chosen.name}}}`);
  };
  return html`
    <div class="field">
      <div class="actions">
        <button ref=${button} type="button" aria-haspopup="dialog" onClick=${() => (isOpen.value = true)}>Insert variable</button>
      </div>
      ${isOpen.value && html`<${VariableMenu} of=${of} onClose=${close} />`}
      <p class="hint muted">${'What nobody knows is left blank; {{first_name | "there"}} says something instead.'}</p>
    </div>
  `;
}

function written({ title, category, text, active, pinned }) {
  return {
    title: title.value,
    category: category.value.trim() || null,
    text: text.value,
    status: active.checked ? "active" : "inactive",
    is_pinned: pinned.checked,
  };
}
