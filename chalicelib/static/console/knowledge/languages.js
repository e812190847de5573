// Languages by their names: of an article, those that Deskhand knows, and whatever else an account wrote in.

const NAMES = new Intl.DisplayNames(["en"], { type: "language" });
const KNOWN = ["ar", "da", "de", "en", "es", "fi", "fr", "it", "nb", "nl", "pl", "pt", "sv"];

export function languageName(language) {
  try {
    return language ? NAMES.of(language) : "";
  } catch {
    return language;
  }
}

export function choices(current) {
  const all = new Set([...KNOWN, ...(current ? [current] : [])]);
  const named = [...all].map((language) => [language, languageName(language)]);
  return [["", "Not said"], ...named.sort(([, a], [, b]) => a.localeCompare(b))];
}
