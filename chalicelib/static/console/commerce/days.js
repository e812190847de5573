// Days of a subscription: a day without a time is the same everywhere.

import { date } from "../customer/figures.js";

export const dayOf = ({ next_charge_on: day }) => date(`${day}T12:00:00`);
export const every = ({ unit, count }) => (count === 1 ? `every ${unit}` : `every ${count} ${unit}s`);
