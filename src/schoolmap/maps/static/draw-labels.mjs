/** Draws names. Each is written once, with its halo, on a small canvas of its own and then copied. */

import { at } from "#maps/journeys";
import { placeLabels, shorten, Taken, wrapName } from "#maps/labels";
import { CLOSED, GONE, NEW, OPEN, PLANNED } from "#maps/looks";
import { schoolName, townName, villageName } from "#maps/names";
import { near, placeOf, sizeOfSchool } from "#maps/draw-places";
import { INK, rimOf, STAR_COLOUR, villageRadius } from "#maps/symbols";

/** @typedef {import("#maps/surface").View} View */
/** @typedef {import("#maps/surface").Box} Box */
/** @typedef {import("#maps/state").State} State */
/** @typedef {import("#maps/picture").Picture} Picture */
/** @typedef {CanvasRenderingContext2D} Context */
/** @typedef {{lines: string[], font: string, colour: string}} Text */
/** @typedef {Text & {wish: import("#maps/labels").Wish}} Name */

const FONT = '"Noto Sans CJK SC","Noto Sans SC","PingFang SC","Microsoft YaHei",sans-serif';
const VILLAGE_NAMES_FROM = 13;
const TOWN_NAMES_TO = 13.5;
const LINE_PX = 16;
const HALO_PX = 3;
/** So much map per name: more would hide it. */
const ROOM_PX2 = 21000;
const MOST_KEPT = 1200;
/** Names of a higher rank come first and need no room. */
const FIRST = 1e5;

/** @param {Context} pen  to measure with */
export function makeLabels(pen) {
  /** @type {Map<string, number>} */
  const widths = new Map();
  /** @type {Map<string, HTMLCanvasElement>} */
  const written = new Map();

  /** @param {string} text @param {string} font */
  function widthOf(text, font) {
    const key = `${font}|${text}`;
    let width = widths.get(key);
    if (width === undefined) {
      pen.font = font;
      width = Math.ceil(pen.measureText(text).width);
      widths.set(key, width);
    }
    return width;
  }

  /** @param {Text} text @param {{x: number, y: number}} p @param {number} gap @param {boolean} centred @returns {Name} */
  function wish(text, p, gap, centred) {
    const width = Math.max(...text.lines.map((line) => widthOf(line, text.font))) + 4;
    const height = text.lines.length * LINE_PX + 1;
    return { ...text, wish: { x: p.x, y: p.y, width, height, gap, centred, room: 0 } };
  }

  /** @param {Text} text @param {number} dense @returns {HTMLCanvasElement} */
  function sprite(text, dense) {
    const key = `${dense}|${text.font}|${text.colour}|${text.lines.join("\n")}`;
    const known = written.get(key);
    if (known) return known;
    const canvas = document.createElement("canvas");
    const width = Math.max(...text.lines.map((line) => widthOf(line, text.font)));
    canvas.width = Math.ceil((width + 2 * HALO_PX) * dense);
    canvas.height = Math.ceil((text.lines.length * LINE_PX + 2 * HALO_PX) * dense);
    const c = canvas.getContext("2d");
    if (c) write(c, text, dense);
    if (written.size > MOST_KEPT) written.clear();
    written.set(key, canvas);
    return canvas;
  }

  /**
   * @param {Context} c @param {View} view @param {State} state @param {Picture} picture
   * @param {readonly Box[]} covers  panels above the map, on the canvas
   * @param {Box} [frame]  what is seen
   */
  function* draw(c, view, state, picture, covers, frame = view.frame) {
    const taken = new Taken();
    for (const cover of covers) taken.take(cover);
    const inner = { x0: frame.x0 + 2, y0: frame.y0 + 2, x1: frame.x1 - 2, y1: frame.y1 - 2 };
    const schools = schoolNames(view, state, picture, taken, inner);
    // what the plan touches comes before the townships, the other schools after
    const names = [
      ...schools.filter((name) => name.first),
      ...townNames(view, state, picture, inner),
      ...schools.filter((name) => !name.first),
      ...villageNames(view, state, picture, inner),
    ];
    const placed = placeLabels(names.map((n) => n.wish), taken, inner);
    const dense = c.getTransform().a;
    let count = 0;
    for (const [i, rect] of placed.entries()) {
      const name = names[i];
      if (!rect || !name) continue;
      const own = sprite(name, dense);
      // on whole pixels a copy is as sharp as the original
      const snap = (/** @type {number} */ v) => Math.round(v * dense) / dense;
      c.drawImage(own, snap(rect.x0 + 2 - HALO_PX), snap(rect.y0 - HALO_PX), own.width / dense, own.height / dense);
      count += 1;
      if (count % 12 === 0) yield;
    }
  }

  /** @param {View} view @param {State} state @param {Picture} picture @param {Box} frame */
  function townNames(view, state, { scene }, frame) {
    if (!state.layers.townships || view.zoom > TOWN_NAMES_TO) return [];
    const font = `600 ${view.zoom < 10 ? 12 : 14}px ${FONT}`;
    const found = [];
    for (let t = 0; t < scene.data.lists.townships_drawn; t += 1) {
      const p = placeOf(scene.towns, t, view);
      const text = { lines: [shorten(townName(scene, t), 12)], font, colour: "#5d6b7a" };
      if (near(p, frame, 0)) found.push(wish(text, p, 0, true));
    }
    return found;
  }

  /** @param {View} view @param {State} state @param {Picture} picture @param {Taken} taken @param {Box} frame */
  function schoolNames(view, state, picture, taken, frame) {
    if (!state.layers.schools) return [];
    const { scene, schools } = picture;
    const order = [];
    for (const [i, look] of schools.entries()) {
      const p = placeOf(scene.schools, i, view);
      if (!near(p, frame, 10)) continue;
      const r = sizeOfSchool(scene, i, view.zoom);
      // a school that stands back gives way to names
      if (!look.faint && !look.grey) taken.take({ x0: p.x - r, y0: p.y - r, x1: p.x + r, y1: p.y + r });
      const chosen = state.selected?.type === "school" && state.selected.index === i;
      const told = !look.faint && look.status !== GONE && look.status !== PLANNED;
      if (chosen || told) order.push({ i, p, r, look, rank: rankOf(look, chosen, scene.schools.roll[i] ?? 0) });
    }
    order.sort((a, b) => b.rank - a.rank || a.i - b.i);
    const size = view.zoom < 11 ? 12 : 13;
    // from afar a few names orient, many hide the map
    const room = Math.max(0, (11.5 - view.zoom) * 10);
    const most = Math.max(12, ((frame.x1 - frame.x0) * (frame.y1 - frame.y0)) / ROOM_PX2);
    return order.slice(0, view.zoom < 12 ? most : 400).map(({ i, p, r, look, rank }) => {
      const weight = look.grey ? 500 : 600;
      const lines = wrapName(schoolName(scene, i, state.language));
      if (look.gain !== 0 && look.status !== CLOSED) lines[lines.length - 1] += ` ${look.gain > 0 ? "+" : "−"}${Math.abs(look.gain)}`;
      const found = wish({ lines, font: `${weight} ${size}px ${FONT}`, colour: inkOf(look) }, p, rimOf(look, r) + 3, false);
      const first = rank > FIRST;
      found.wish.room = first ? 0 : room;
      return { ...found, first };
    });
  }

  /** @param {View} view @param {State} state @param {Picture} picture @param {Box} frame */
  function villageNames(view, state, { scene, band, changes }, frame) {
    if (!state.layers.villages || view.zoom < VILLAGE_NAMES_FROM) return [];
    const order = [];
    for (let v = 0; v < scene.villages.n; v += 1) {
      const p = placeOf(scene.villages, v, view);
      const chosen = state.selected?.type === "village" && state.selected.index === v;
      const rank = (chosen ? 1e9 : 0) + at(changes.kind, v) * 1e4 + at(band.pupils, v);
      if (near(p, frame, 0)) order.push({ v, p, rank });
    }
    order.sort((a, b) => b.rank - a.rank || a.v - b.v);
    return order.slice(0, 300).map(({ v, p }) => {
      const text = { lines: [shorten(villageName(scene, v), 12)], font: `400 11.5px ${FONT}`, colour: "#3b4650" };
      return wish(text, p, villageRadius(at(band.pupils, v), view.zoom) + 3, false);
    });
  }

  return { draw };
}
/** @typedef {ReturnType<typeof makeLabels>} Labels */

/** @param {import("#maps/looks").SchoolLook} look @param {boolean} chosen @param {number} roll @returns {number} */
function rankOf(look, chosen, roll) {
  if (chosen) return 1e9;
  if (look.status === NEW || look.status === CLOSED) return 4e5 + roll;
  if (look.gain !== 0) return 2e5 + Math.abs(look.gain);
  return (look.over ? 200 : 0) + roll;
}

/** @param {import("#maps/looks").SchoolLook} look @returns {string} */
function inkOf(look) {
  if (look.grey) return "#7a8691";
  if (look.status === CLOSED) return "#525d68";
  if (look.over) return "#8c1d18";
  return look.status === NEW ? STAR_COLOUR : look.status === OPEN && look.gain > 0 ? "#0a5f5b" : INK;
}

/** @param {Context} c @param {Text} text @param {number} dense */
function write(c, text, dense) {
  c.scale(dense, dense);
  c.font = text.font;
  c.textBaseline = "middle";
  c.lineJoin = "round";
  c.lineWidth = 3.2;
  c.strokeStyle = "rgba(255,255,255,0.92)";
  c.fillStyle = text.colour;
  for (const drawn of [c.strokeText, c.fillText]) {
    text.lines.forEach((line, k) => drawn.call(c, line, HALO_PX, HALO_PX + (k + 0.5) * LINE_PX));
  }
}
