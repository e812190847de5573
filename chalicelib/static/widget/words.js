// The chat's words in the visitor's language, and moments as that language writes them, in the
// visitor's own time zone.

export function speech(catalogue, language) {
  // British visitors write the hours otherwise than American ones.
  const own = navigator.languages.find((tag) => tag.split("-")[0] === language) || language;
  const written = (kind) => new Intl.DateTimeFormat(own, kind);
  const clock = written({ hour: "2-digit", minute: "2-digit" });
  const date = written({ weekday: "long", day: "numeric", month: "long" });
  const exact = written({ dateStyle: "full", timeStyle: "short" });
  const opening = written({ weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", timeZoneName: "short" });
  const near = new Intl.RelativeTimeFormat(own, { numeric: "auto" });

  return {
    say: (name, values = {}) => catalogue[name].replace(/\{(\w+)\}/g, (gap, key) => values[key] ?? gap),
    clock: (moment) => clock.format(new Date(moment)),
    exact: (moment) => exact.format(new Date(moment)),
    opening: (moment) => opening.format(new Date(moment)),
    day(moment) {
      const ago = Math.round((midnight(new Date(moment)) - midnight(new Date())) / 86400000);
      return ago > -2 && ago <= 0 ? near.format(ago, "day") : date.format(new Date(moment));
    },
  };
}

const midnight = (moment) => new Date(moment.getFullYear(), moment.getMonth(), moment.getDate()).getTime();
