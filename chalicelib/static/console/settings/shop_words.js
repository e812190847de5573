// What came of connecting a shop, as the address says that one comes back to; and how people write a shop's address.

const AGAIN = "Connect it again.";
const OUTCOMES = {
  shop_state_over: `This was begun too long ago, or in another browser, or is done already. ${AGAIN}`,
  shop_refused: "Shopify did not take the app's client ID and secret. Check them and connect again.",
  shop_taken: "This shop is connected to another account. It has to be disconnected there first.",
  shop_connected: "Another shop is connected. Disconnect that one first.",
  shop_app_missing: "This installation has no app at Shopify. Use an app of your own.",
  unavailable: `The shop did not answer. ${AGAIN}`,
};

// The outcome leaves the address, so that it is said once.
export function takeOutcome() {
  const here = new URL(location.href);
  const outcome = here.searchParams.get("shop");
  if (outcome === null) return null;
  here.searchParams.delete("shop");
  history.replaceState(null, "", here);
  return outcome;
}

// Anybody can write an address: none of its words are shown, and "connected" is only believed with the shop below it.
export function outcomeOf(code) {
  if (code === null) return null;
  if (code === "connected") return { kind: "muted", words: "Back from the shop." };
  const words = Object.hasOwn(OUTCOMES, code) ? OUTCOMES[code] : `Something went wrong at the shop. ${AGAIN}`;
  return { kind: "trouble", words };
}

// Whoever copies the address from their browser, or knows only the name, means the same.
export function domainOf(text) {
  const [host] = text.trim().replace(/^https?:\/\//i, "").split("/");
  return host.includes(".") ? host : `${host}.myshopify.com`;
}
