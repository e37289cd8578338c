/** Times as people in Amsterdam read them: that is where the sandbox's clock hangs. */

const ZONE = "Europe/Amsterdam";
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const PARTS = {
  w: { weekday: "long" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
};

const made = new Map();

function formatter(locale, options) {
  const key = locale + JSON.stringify(options);
  if (!made.has(key)) made.set(key, new Intl.DateTimeFormat(locale, { timeZone: ZONE, ...options }));
  return made.get(key);
}

export function timeOfDay(seconds, locale) {
  return formatter(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(seconds * 1000);
}

/** The day as a sortable key: 2026-11-21. */
export function dayKey(seconds) {
  return formatter("sv", { dateStyle: "short" }).format(seconds * 1000);
}

export function dayName(seconds, locale) {
  return formatter(locale, { day: "numeric", month: "long" }).format(seconds * 1000);
}

/** What the bar shows: Mon 21 Dec 09:00, or Mon 09:00 where there is little room. */
export function fullClock(milliseconds, locale, { short = false } = {}) {
  const date = short ? {} : { day: "numeric", month: "short" };
  const day = formatter(locale, { weekday: "short", ...date }).format(milliseconds);
  return `${day.replaceAll(",", "")} ${timeOfDay(milliseconds / 1000, locale)}`;
}

/** When something happened: the time today, else the day. */
export function whenShort(seconds, now, locale) {
  if (dayKey(seconds) === dayKey(now / 1000)) return timeOfDay(seconds, locale);
  return formatter(locale, { day: "numeric", month: "short" }).format(seconds * 1000);
}

/** A moment in the format of a date_time entity: r, or w with d or D and t or T. */
export function formatMoment(seconds, format, now, locale) {
  if (format.toLowerCase() === "r") return relative(seconds - now / 1000, locale);
  const parts = [...format].filter((letter) => letter in PARTS).map((letter) => PARTS[letter]);
  const styles = parts.filter((part) => !part.weekday);
  const said = parts.filter((part) => part.weekday).map((part) => formatter(locale, part).format(seconds * 1000));
  if (styles.length) said.push(formatter(locale, Object.assign({}, ...styles)).format(seconds * 1000));
  return said.join(", ");
}

function relative(away, locale) {
  const spoken = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  if (Math.abs(away) < HOUR) return spoken.format(Math.round(away / MINUTE), "minute");
  if (Math.abs(away) < DAY) return spoken.format(Math.round(away / HOUR), "hour");
  return spoken.format(Math.round(away / DAY), "day");
}
