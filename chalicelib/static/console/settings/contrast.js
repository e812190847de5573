// How well one colour is seen on another, as WCAG reckons it; colours are written #rrggbb.

const MIDDLE = 0.179;

export function contrast(one, other) {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

// The colour of words that the chat puts on this one.
export const wordsOn = (color) => (luminance(color) > MIDDLE ? "#000000" : "#ffffff");

function luminance(color) {
  const [red, green, blue] = [1, 3, 5].map((at) => linear(parseInt(color.slice(at, at + 2), 16) / 255));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const linear = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
