// What a macro can say of a customer or their order: found by its name, and put in by mouse or keys.

import { Dialog } from "../shared/dialog.js";
import { Finder, fitting, useFinding } from "../shared/finder.js";
import { html, useRef } from "../shared/html.js";

const GROUPS = { profile: "Customer", order: "Order" };
const words = ({ name }) => name.replaceAll("_", " ");

// `onClose` is given the variable that was chosen, if one was.
export function VariableMenu({ of, onClose }) {
  const finding = useFinding();
  const chosen = useRef(null);
  const fits = fitting(finding.wanted.value);
  const found = of.filter((one) => fits(`${words(one)} ${one.name} ${GROUPS[one.group]}`));
  const choose = (one, element) => {
    chosen.current = one;
    element.closest("dialog").close();
  };
  return html`
    <${Dialog} label="Insert variable" onClose=${() => onClose(chosen.current)}>
      <${Finder}
        label="Find a variable"
        placeholder="Such as order name"
        nothing="No variable is called that."
        finding=${finding}
        found=${found}
        grouped=${({ group }) => GROUPS[group]}
        press=${(one, index, element) => choose(one, element)}
        choose=${choose}
      >
        ${(one) => html`<span>${words(one)}</span>`}
      <//>
      <div class="actions">
        <button type="button" onClick=${(event) => event.currentTarget.closest("dialog").close()}>Cancel</button>
      </div>
    <//>
  `;
}
