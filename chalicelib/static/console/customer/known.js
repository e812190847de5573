// Why what another service knows of a customer is not shown, or not as it is now.

import { html, useSignal } from "../shared/html.js";

export function Away({ of, words, reload }) {
  const isAsking = useSignal(false);
  const retry = async () => {
    isAsking.value = true;
    await reload();
    isAsking.value = false;
  };
  return html`
    <div class="away">
      <p class="muted" role="status">${isAsking.value ? "Asking the shop…" : words}</p>
      <button type="button" aria-label=${`Retry ${of}`} aria-disabled=${isAsking.value} onClick=${() => isAsking.value || retry()}>
        Retry
      </button>
    </div>
  `;
}

export function Unproved({ what }) {
  return html`
    <p class="muted">
      Not shown: nobody has proved that whoever writes here owns the customer's address. ${what} show once they write by
      mail or from their number, or sign in at your shop.
    </p>
  `;
}
