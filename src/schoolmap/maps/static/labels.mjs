/** Places names on the map so that none covers another, a symbol of rank, or a panel. */

/**
 * @typedef {{x0: number, y0: number, x1: number, y1: number}} Rect
 * @typedef {{x: number, y: number, width: number, height: number, gap: number,
 *   centred: boolean, room: number}} Wish  where a name would like to stand; most important
 *   first; `room` is kept free of other names
 */

const STEP = 64;
/** Where the name of an area is tried, in widths and heights of the name. */
const ABOUT = /** @type {const} */ ([[0, 0], [0, -1], [0, 1], [-0.7, 0], [0.7, 0], [-0.7, -1.2], [0.7, -1.2], [-0.7, 1.2], [0.7, 1.2], [0, -2], [0, 2]]);

/** @param {Rect} a @param {Rect} b @returns {boolean} */
export const overlap = (a, b) => a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;

/** Rectangles already taken, found by box. */
export class Taken {
  constructor() {
    /** @type {Map<number, Rect[]>} */
    this.boxes = new Map();
  }

  /** @param {Rect} r @param {(key: number) => boolean | void} visit stops where it says true */
  each(r, visit) {
    for (let cy = Math.floor(r.y0 / STEP); cy <= Math.floor(r.y1 / STEP); cy += 1) {
      for (let cx = Math.floor(r.x0 / STEP); cx <= Math.floor(r.x1 / STEP); cx += 1) {
        if (visit(cy * 65536 + cx)) return;
      }
    }
  }

  /** @param {Rect} r @returns {boolean} */
  free(r) {
    let free = true;
    this.each(r, (key) => {
      free = !(this.boxes.get(key) ?? []).some((other) => overlap(r, other));
      return !free;
    });
    return free;
  }

  /** @param {Rect} r */
  take(r) {
    this.each(r, (key) => {
      const held = this.boxes.get(key);
      if (held) held.push(r);
      else this.boxes.set(key, [r]);
    });
  }
}

/** @param {Wish} w @returns {Rect[]} right, left, below, above; or about the point */
function candidates(w) {
  const { x, y, width, height, gap } = w;
  const half = height / 2;
  if (w.centred) {
    // the name of an area may stand anywhere near its middle
    return ABOUT.map(([dx, dy]) => ({
      x0: x + dx * width - width / 2, y0: y + dy * height - half,
      x1: x + dx * width + width / 2, y1: y + dy * height + half,
    }));
  }
  return [
    { x0: x + gap, y0: y - half, x1: x + gap + width, y1: y + half },
    { x0: x - gap - width, y0: y - half, x1: x - gap, y1: y + half },
    { x0: x - width / 2, y0: y + gap, x1: x + width / 2, y1: y + gap + height },
    { x0: x - width / 2, y0: y - gap - height, x1: x + width / 2, y1: y - gap },
  ];
}

/**
 * @param {readonly Wish[]} wishes most important first
 * @param {Taken} taken  by symbols and panels
 * @param {Rect} frame  names stay whole within it
 * @returns {(Rect | null)[]} null: left out
 */
export function placeLabels(wishes, taken, frame) {
  const names = new Taken();
  return wishes.map((wish) => {
    for (const r of candidates(wish)) {
      const inside = r.x0 >= frame.x0 && r.y0 >= frame.y0 && r.x1 <= frame.x1 && r.y1 <= frame.y1;
      const { room } = wish;
      const wide = { x0: r.x0 - room, y0: r.y0 - room / 2, x1: r.x1 + room, y1: r.y1 + room / 2 };
      if (inside && taken.free(r) && names.free(wide)) {
        names.take(r);
        return r;
      }
    }
    return null;
  });
}

/**
 * @param {string} text @param {number} most characters
 * @returns {string}
 */
export function shorten(text, most) {
  const letters = Array.from(text);
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join("")}…`;
}

/** Width of a line of a name: a Chinese character counts two, any other letter one. */
const LINE = 26;
/** After these a Chinese name may be broken. */
const ENDS = new Set("省市县区镇乡村道）)校团学");

const widthOf = (/** @type {string} */ letter) => ((letter.codePointAt(0) ?? 0) > 0x2e7f ? 2 : 1);
/** @param {readonly string[]} letters */
const total = (letters) => letters.reduce((sum, letter) => sum + widthOf(letter), 0);

/** @param {readonly string[]} letters @param {number} most @returns {string} */
function cut(letters, most) {
  if (total(letters) <= most) return letters.join("").trim();
  let [kept, width] = [0, 1];
  while (kept < letters.length && width + widthOf(letters[kept] ?? "") <= most) {
    width += widthOf(letters[kept] ?? "");
    kept += 1;
  }
  return `${letters.slice(0, kept).join("").trim()}…`;
}

/**
 * A name in one line or two, broken where it reads well; what is longer still ends in an ellipsis.
 * @param {string} text @returns {string[]}
 */
export function wrapName(text) {
  const letters = Array.from(text.trim().replace(/\s+/g, " "));
  const whole = total(letters);
  if (whole <= LINE) return [letters.join("")];
  const aim = Math.min(LINE, whole / 2);
  let [best, cost] = [0, Infinity];
  let width = 0;
  for (let i = 1; i < letters.length; i += 1) {
    width += widthOf(letters[i - 1] ?? "");
    if (width > LINE) break;
    const good = letters[i - 1] === " " || letters[i] === " " || ENDS.has(letters[i - 1] ?? "");
    const own = Math.abs(width - aim) + (good ? 0 : widthOf(letters[i - 1] ?? "") === 2 ? 5 : 40);
    if (own < cost) [best, cost] = [i, own];
  }
  return [letters.slice(0, best).join("").trim(), cut(letters.slice(best), LINE)];
}
