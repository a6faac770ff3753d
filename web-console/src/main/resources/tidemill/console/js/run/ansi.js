// @ts-check
/** Colours of terminals as classes. What is not a colour is left out; nothing is ever HTML. */

const ESCAPES = /\u001b(?:\[([0-9;:]*)([A-Za-z])|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\^_])/g;
const NAMES = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];

/**
 * A line as parts with classes.
 * @param {string} line
 * @returns {{text: string, kind: string}[]}
 */
export function spans(line) {
  if (!line.includes('\u001b')) {
    return [{ text: line, kind: '' }];
  }
  /** @type {{text: string, kind: string}[]} */
  const parts = [];
  let [colour, bold, dim] = ['', false, false];
  let from = 0;
  const add = (/** @type {string} */ text) => {
    if (text) {
      parts.push({ text, kind: [colour && 'ansi-' + colour, bold && 'ansi-bold', dim && 'ansi-dim'].filter(Boolean).join(' ') });
    }
  };
  for (const match of line.matchAll(ESCAPES)) {
    add(line.slice(from, match.index));
    from = match.index + match[0].length;
    if (match[2] === 'm') {
      for (const code of (match[1] || '0').split(/[;:]/).map(Number)) {
        if (code === 0) {
          [colour, bold, dim] = ['', false, false];
        } else if (code === 1) {
          bold = true;
        } else if (code === 2) {
          dim = true;
        } else if (code === 22) {
          [bold, dim] = [false, false];
        } else if (code === 39) {
          colour = '';
        } else if (code >= 30 && code <= 37) {
          colour = NAMES[code - 30];
        } else if (code >= 90 && code <= 97) {
          colour = NAMES[code - 90];
        }
      }
    }
  }
  add(line.slice(from));
  return parts;
}

/** A line without its escapes. @param {string} line */
export const plain = line => line.replace(ESCAPES, '');
