// The web addresses within words: what is no plain http(s) address stays words.

const ADDRESS = /\bhttps?:\/\/[^\s<>"'`\\\p{C}]+/giu;
const TRAILING = /[.,;:!?…*_~]+$/u;
const PAIRS = [["(", ")"], ["[", "]"], ["{", "}"]];

// linked("see (an address).") is ["see (", { href, text }, ")."]
export function linked(text) {
  const parts = [];
  let end = 0;
  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    const words = trimmed(found);
    const href = addressOf(words);
    if (!href) continue;
    parts.push(text.slice(end, index), { href, text: words });
    end = index + words.length;
  }
  return [...parts, text.slice(end)].filter((part) => part !== "");
}

// Whoever puts a name before the host, as in a mail address, means to deceive.
function addressOf(words) {
  const url = URL.canParse(words) && new URL(words);
  return url && !url.username && !url.password && url.hostname ? url.href : "";
}

// The end of a sentence is no part of an address, nor is the bracket around it.
function trimmed(found) {
  const words = found.replace(TRAILING, "");
  const isLoose = ([open, close]) => words.endsWith(close) && words.split(close).length > words.split(open).length;
  return PAIRS.some(isLoose) ? trimmed(words.slice(0, -1)) : words;
}

export const ELSEWHERE = { target: "_blank", rel: "noopener noreferrer" };
