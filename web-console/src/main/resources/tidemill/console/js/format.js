// @ts-check
/** Times, durations and numbers as people read them. */
import { signal } from '@preact/signals';

/** Chosen zone: `local` or `UTC`. */
export const zone = signal(localStorage.getItem('tidemill.zone') ?? 'local');

/** The present time, moving once a second. */
export const now = signal(Date.now());
setInterval(() => { now.value = Date.now(); }, 1_000);

/** Name of the browser's zone. */
export const LOCAL_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** @param {string} chosen */
export function chooseZone(chosen) {
  zone.value = chosen;
  localStorage.setItem('tidemill.zone', chosen);
}

const pad = (/** @type {number} */ number) => String(number).padStart(2, '0');

/** @param {number} at @param {string} inZone @param {boolean} [millis] */
function parts(at, inZone, millis) {
  const date = new Date(at);
  const utc = inZone === 'UTC';
  const day = utc ? date.getUTCFullYear() + '-' + pad(date.getUTCMonth() + 1) + '-' + pad(date.getUTCDate())
    : date.getFullYear() + '-' + pad(date.getMonth() + 1) + '-' + pad(date.getDate());
  const time = utc ? pad(date.getUTCHours()) + ':' + pad(date.getUTCMinutes()) + ':' + pad(date.getUTCSeconds())
    : pad(date.getHours()) + ':' + pad(date.getMinutes()) + ':' + pad(date.getSeconds());
  return { day, time: millis ? time + '.' + String(date.getUTCMilliseconds()).padStart(3, '0') : time };
}

/** Milliseconds of an instant of the API. @param {string | number | null | undefined} instant */
export const millis = instant => typeof instant === 'number' ? instant : instant ? Date.parse(instant) : NaN;

/** Date and time in the chosen zone. @param {string | number | null | undefined} instant */
export function exact(instant) {
  const at = millis(instant);
  if (Number.isNaN(at)) {
    return '';
  }
  const { day, time } = parts(at, zone.value);
  return day + ' ' + time;
}

/** Time of day in the chosen zone, with the day where it is not today. @param {string | number | null | undefined} instant */
export function clock(instant) {
  const at = millis(instant);
  if (Number.isNaN(at)) {
    return '';
  }
  const { day, time } = parts(at, zone.value);
  return day === parts(Date.now(), zone.value).day ? time : day.slice(5) + ' ' + time.slice(0, 5);
}

/** The same instant in every zone, for tooltips. @param {string | number | null | undefined} instant */
export function everyZone(instant) {
  const at = millis(instant);
  if (Number.isNaN(at)) {
    return '';
  }
  const local = parts(at, 'local', true);
  const utc = parts(at, 'UTC', true);
  return local.day + ' ' + local.time + ' ' + LOCAL_ZONE + '\n' + utc.day + ' ' + utc.time + ' UTC';
}

/** A duration. @param {number | null | undefined} ms */
export function duration(ms) {
  if (ms === null || ms === undefined || Number.isNaN(ms)) {
    return '';
  }
  const value = Math.max(0, ms);
  if (value < 1) {
    return value === 0 ? '0 ms' : '<1 ms';
  }
  if (value < 1_000) {
    return Math.round(value) + ' ms';
  }
  if (value < 60_000) {
    return (value < 9_950 ? (value / 1_000).toFixed(1) : Math.round(value / 1_000)) + ' s';
  }
  const seconds = Math.round(value / 1_000);
  if (seconds < 3_600) {
    return Math.floor(seconds / 60) + ' m ' + pad(seconds % 60) + ' s';
  }
  const minutes = Math.floor(seconds / 60);
  if (minutes < 1_440) {
    return Math.floor(minutes / 60) + ' h ' + pad(minutes % 60) + ' m';
  }
  return Math.floor(minutes / 1_440) + ' d ' + Math.floor(minutes % 1_440 / 60) + ' h';
}

/** How long ago, or in how long. @param {string | number | null | undefined} instant @param {number} at the present time */
export function relative(instant, at) {
  const then = millis(instant);
  if (Number.isNaN(then)) {
    return '';
  }
  const ago = at - then;
  if (ago >= 0 && ago < 5_000) {
    return 'just now';
  }
  const size = Math.abs(ago);
  const text = size < 60_000 ? Math.floor(size / 1_000) + ' s'
    : size < 3_600_000 ? Math.floor(size / 60_000) + ' m'
    : size < 172_800_000 ? Math.floor(size / 3_600_000) + ' h' : Math.floor(size / 86_400_000) + ' d';
  return ago > 0 ? text + ' ago' : 'in ' + text;
}

const GROUPED = new Intl.NumberFormat('en');

/** A number with its thousands grouped. @param {number} value */
export const count = value => GROUPED.format(value);

/** A number with its noun. @param {number} value @param {string} one @param {string} [many] */
export const counted = (value, one, many) => count(value) + ' ' + (value === 1 ? one : many ?? one + 's');

/** @param {number | null | undefined} value */
export function bytes(value) {
  if (value === null || value === undefined) {
    return '';
  }
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let unit = 0;
  let size = value;
  while (size >= 1_024 && unit < units.length - 1) {
    size /= 1_024;
    unit++;
  }
  return (unit === 0 || size >= 100 ? Math.round(size) : size.toFixed(1)) + ' ' + units[unit];
}

/** How long a run took so far. @param {any} run @param {number} at the present time */
export function took(run, at) {
  const begun = millis(run.startedAt ?? run.createdAt);
  return (run.endedAt ? millis(run.endedAt) : at) - begun;
}

/** The last part of a class name. @param {string} type */
export const simpleName = type => type.slice(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1);
