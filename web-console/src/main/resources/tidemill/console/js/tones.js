// @ts-check
/** Colours of states for canvases, which do not know `light-dark()`: resolved by the browser. */
import { look } from './state.js';

const SOFT = ['WAITING', 'READY'];

/**
 * @param {HTMLElement} parent where the colours are used
 * @param {Record<string, string>} letters states by letter
 * @returns {Record<string, string>} colours by letter
 */
export function tones(parent, letters) {
  const probe = document.createElement('i');
  parent.append(probe);
  /** @type {Record<string, string>} */
  const colours = {};
  for (const [letter, state] of Object.entries(letters)) {
    probe.className = 'probe ' + look(state).tone + (SOFT.includes(state) ? ' soft' : '');
    colours[letter] = getComputedStyle(probe).color;
  }
  probe.remove();
  return colours;
}

/**
 * A brush for a canvas of so many CSS pixels, sharp on every screen.
 * @param {HTMLCanvasElement} canvas @param {number} width @param {number} height
 */
export function brushOf(canvas, width, height) {
  const ratio = devicePixelRatio || 1;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const brush = canvas.getContext('2d');
  brush?.scale(ratio, ratio);
  return brush;
}
