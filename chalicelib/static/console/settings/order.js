// The order of teams: teams of one order share a place, and take turns.

// The teams by place, as the server lists them: sorted.
export function groups(teams) {
  const found = new Map();
  for (const team of teams) found.set(team.order, [...(found.get(team.order) || []), team]);
  return [...found.values()];
}

// Which teams have which order once a team has moved a step; a step leaves a shared place, or joins the next one.
export function moved(teams, team, by) {
  const places = groups(teams);
  const from = places.findIndex((place) => place.includes(team));
  const rest = places[from].filter((one) => one !== team);
  if (rest.length) {
    places[from] = rest;
    places.splice(by < 0 ? from : from + 1, 0, [team]);
  } else if (places[from + by]) {
    places[from + by].push(team);
    places.splice(from, 1);
  }
  return places.flatMap((place, index) =>
    place.filter(({ order }) => order !== index + 1).map(({ id }) => ({ id, order: index + 1 })),
  );
}

export const canMove = (rungs, team, by) => {
  const from = rungs.findIndex((place) => place.includes(team));
  return rungs[from].length > 1 || Boolean(rungs[from + by]);
};
