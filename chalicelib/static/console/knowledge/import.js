// A document becomes articles, one a heading: pasted, chosen or dropped.

import { Area, Choice, Input } from "../shared/fields.js";
import { html, useRef, useSignal } from "../shared/html.js";
import { count } from "../shared/words.js";
import * as api from "../state/api.js";
import { Form } from "../settings/editor.js";
import { ARTICLES } from "./articles.js";
import { choices } from "./languages.js";

// So much the server takes at once, with all around the text.
const MOST_BYTES = 262144;
const TOO_LARGE = "It is larger than 250 kB: bring it in in parts.";
const KIND = /\.(md|markdown|html?)$/i;
const FORMATS = [
  ["markdown", "Markdown"],
  ["html", "HTML"],
];
const STATES = [
  ["active", "Active"],
  ["draft", "Drafts, to be read first"],
];

export function Import({ articles }) {
  const report = useSignal(null);
  const dropped = useSignal("");
  const element = useRef();
  const save = async ({ elements: { format, title, text, language, state } }) => {
    report.value = null;
    const body = {
      format: format.value,
      title: title.value.trim(),
      text: text.value,
      language: language.value || null,
      state: state.value,
    };
    if (sizeOf(body) > MOST_BYTES) throw new Error(TOO_LARGE);
    return api.post(`${ARTICLES}/import`, body);
  };
  const imported = async (answer, form) => {
    form.reset();
    dropped.value = "";
    report.value = answer;
    await articles.load();
  };
  const take = async (files) => {
    dropped.value = await taken(files, element.current.querySelector("form"));
  };
  // The same file can be chosen again, when it was changed.
  const choose = ({ currentTarget: input }) => {
    take([...input.files]);
    input.value = "";
  };
  // Words that are dropped go where the browser puts them.
  const over = (event) => event.dataTransfer.types.includes("Files") && event.preventDefault();
  const drop = (event) => {
    over(event);
    if (event.dataTransfer.files.length) take(event.dataTransfer.files);
  };
  return html`
    <section aria-label="Bring in a document" ref=${element} onDragOver=${over} onDrop=${drop}>
      <h2>Bring in a document</h2>
      <p class="muted">
        Each heading becomes an article. A document that comes again under the same name changes only what differs in it.
        Drop a .md or .html file of up to 250 kB here, choose one, or paste its text.
      </p>
      <${Input} label="File" type="file" accept=".md,.markdown,.html,.htm" onChange=${choose} />
      <p role="status" class="muted">${dropped}</p>
      <${Form} save=${save} onSaved=${imported} words="Bring in" praise="">
        <${Input} label="Name of the document" hint="The same one again, where it comes again." name="title" at="/title"
          maxlength="200" autocomplete="off" />
        <${Choice} label="Written in" name="format" at="/format" options=${FORMATS} chosen="markdown" />
        <${Area} label="Text" name="text" at="/text" rows="6" required spellcheck=${false} />
        <${Choice} label="Language" name="language" at="/language" options=${choices()} chosen="" />
        <${Choice} label="New articles are" name="state" at="/state" options=${STATES} chosen="active" />
      <//>
      <p role="status" class="good">${report.value && reported(report.value)}</p>
    </section>
  `;
}

const reported = ({ made, changed, unchanged }) =>
  `${count(made.length, "article")} made, ${changed.length} changed, ${unchanged.length} unchanged.`;

// In bytes, as it is sent.
const sizeOf = (what) => new Blob([JSON.stringify(what)]).size;

// Puts the file into the form, and returns what is to be said of that.
async function taken(files, { elements: { format, title, text } }) {
  const [file] = files;
  if (!file) return "";
  if (files.length > 1) return "One document at a time.";
  if (!KIND.test(file.name)) return `“${file.name}” is neither Markdown (.md) nor HTML (.html).`;
  if (file.size > MOST_BYTES) return TOO_LARGE;
  const words = await file.text().catch(() => null);
  if (words === null) return `“${file.name}” cannot be read. Choose it again.`;
  if (sizeOf(words) > MOST_BYTES) return TOO_LARGE;
  text.value = words;
  title.value = file.name.replace(KIND, "");
  format.value = /html?$/i.test(file.name) ? "html" : "markdown";
  text.focus();
  return `“${file.name}” is read: look it through below, and bring it in.`;
}
