/** Draws villages, schools, lines between them, marks of findings, and names. */

import { classesOf, classOf, valueOf } from "#maps/colours";
import { UNSERVED } from "#maps/journeys";
import { placeLabels, shorten, Taken } from "#maps/labels";
import { schoolName, townName, villageName } from "#maps/names";
import {
  drawMode, drawSchool, drawVillage, INK, schoolRadius, villageRadius,
} from "#maps/symbols";

/** @typedef {import("#maps/world").World} World */
/** @typedef {import("#maps/surface").View} View */
/** @typedef {import("#maps/state").State} State */
/** @typedef {import("#maps/journeys").BandView} BandView */
/** @typedef {import("#maps/labels").Rect} Rect */
/** @typedef {CanvasRenderingContext2D} Context */

export const FONT = '"Noto Sans CJK SC","Noto Sans SC","PingFang SC","Microsoft YaHei",sans-serif';
const VILLAGE_NAMES_FROM = 13;
const SCHOOL_FLAGS_FROM = 11;
const VILLAGE_FLAGS_FROM = 12.5;

/** @param {World} world */
export function makePlaces(world) {
  const { villages, schools } = world;
  const flagged = { school: new Set(), village: new Set() };
  for (const f of world.data.findings) {
    if (f.severity !== "violation" || f.at < 0) continue;
    if (f.type === "school") flagged.school.add(f.at);
    if (f.type === "village") flagged.village.add(f.at);
  }

  /** @param {Float64Array} xs @param {Float64Array} ys @param {number} i @param {View} view */
  const place = (xs, ys, i, view) => ({
    x: Number(xs[i]) * view.scale - view.left,
    y: Number(ys[i]) * view.scale - view.top,
  });
  /** @param {{x: number, y: number}} p @param {View} view */
  const seen = (p, view) => p.x > -20 && p.y > -20 && p.x < view.width + 20 && p.y < view.height + 20;

  /** @param {number} i @param {State} state */
  function look(i, state) {
    const seats = Number(schools.seats[i]);
    const roll = schools.roll[i] ?? null;
    const band = world.data.bands[state.band];
    const open = schools.open[i] === 1;
    const serves =
      !band || (Number(schools.first[i]) <= band.last && Number(schools.last[i]) >= band.first);
    return {
      type: Number(schools.type[i]),
      share: seats > 0 && roll !== null ? roll / seats : null,
      over: open && (schools.overSeats[i] ?? 0) > 0,
      status: open ? 0 : schools.status[i] === 1 ? 1 : 2,
      faint: !serves,
    };
  }

  /** @param {number} i @param {View} view */
  const schoolSize = (i, view) => schoolRadius(schools.roll[i] ?? 0, view.zoom);

  return {
    look,

    /** @param {Context} c @param {View} view @param {BandView} band @param {number} [only] school */
    lines(c, view, band, only) {
      c.beginPath();
      for (let v = 0; v < villages.n; v += 1) {
        const site = Number(band.site[v]);
        const drawn = site >= 0 && band.mode[v] !== UNSERVED && Number(band.pupils[v]) > 0;
        if (!drawn || (only !== undefined && site !== only)) continue;
        const p = place(villages.x, villages.y, v, view);
        const q = place(schools.x, schools.y, site, view);
        if (!seen(p, view) && !seen(q, view)) continue;
        c.moveTo(p.x, p.y);
        c.lineTo(q.x, q.y);
      }
      c.lineWidth = only === undefined ? 0.8 : 1.4;
      c.strokeStyle = only === undefined ? "rgba(40,60,80,0.4)" : "rgba(12,92,138,0.75)";
      c.stroke();
    },

    /** @param {Context} c @param {View} view @param {State} state @param {BandView} band */
    villages(c, view, state, band) {
      const found = classesOf(world, state.measure, state.band);
      for (let v = 0; v < villages.n; v += 1) {
        const p = place(villages.x, villages.y, v, view);
        if (!seen(p, view)) continue;
        const pupils = Number(band.pupils[v]);
        const mode = Number(band.mode[v]);
        const connected = Number(villages.component[v]) >= 0;
        const r = villageRadius(pupils, view.zoom);
        if (state.measure === "mode" && pupils > 0 && connected && mode !== UNSERVED) {
          drawMode(c, mode, p.x, p.y, r);
          continue;
        }
        const value = valueOf(state.measure, band, villages.access, v);
        const colour = value < 0 ? "#ffffff" : found[classOf(found, value)]?.colour ?? "#ffffff";
        drawVillage(c, { colour, mode, connected, pupils }, p.x, p.y, r);
      }
    },

    /** @param {Context} c @param {View} view @param {State} state */
    schools(c, view, state) {
      for (const faint of [true, false]) {
        for (let i = 0; i < schools.n; i += 1) {
          const p = place(schools.x, schools.y, i, view);
          const own = look(i, state);
          if (own.faint !== faint || !seen(p, view)) continue;
          drawSchool(c, own, p.x, p.y, schoolSize(i, view));
        }
      }
    },

    /** @param {Context} c @param {View} view */
    findings(c, view) {
      if (view.zoom < SCHOOL_FLAGS_FROM) return;
      for (const i of flagged.school) {
        const p = place(schools.x, schools.y, i, view);
        const r = schoolSize(i, view);
        if (schools.open[i] === 1 && seen(p, view)) flag(c, p.x + r * 0.85, p.y - r * 0.85, 3.2);
      }
      if (view.zoom < VILLAGE_FLAGS_FROM) return;
      for (const v of flagged.village) {
        const p = place(villages.x, villages.y, v, view);
        if (seen(p, view)) flag(c, p.x + 5, p.y - 5, 2.4);
      }
    },

    /**
     * @param {Context} c @param {View} view @param {State} state @param {BandView} band
     * @param {readonly Rect[]} panels  what covers the map, on the canvas
     */
    labels(c, view, state, band, panels) {
      const taken = new Taken();
      for (const panel of panels) taken.take(panel);
      const names = [
        ...townNames(c, view, state),
        ...schoolNames(c, view, state, taken),
        ...villageNames(c, view, state, band),
      ];
      const m = view.margin;
      const frame = { x0: m + 2, y0: m + 2, x1: view.width - m - 2, y1: view.height - m - 2 };
      const placed = placeLabels(names.map((n) => n.wish), taken, frame);
      c.textBaseline = "middle";
      c.lineJoin = "round";
      placed.forEach((rect, i) => {
        const name = names[i];
        if (rect && name) write(c, name, rect);
      });
    },
  };

  /** @param {Context} c @param {View} view @param {State} state */
  function townNames(c, view, state) {
    if (!state.layers.townships || view.zoom > 13.5) return [];
    const font = `600 ${view.zoom < 10 ? 12 : 14}px ${FONT}`;
    const found = [];
    for (let t = 0; t < world.data.lists.townships_drawn; t += 1) {
      const p = place(world.towns.x, world.towns.y, t, view);
      const text = shorten(townName(world, t), 12);
      if (seen(p, view)) found.push(wish(c, text, font, "rgba(58,70,84,0.78)", p, 0, true));
    }
    return found;
  }

  /** @param {Context} c @param {View} view @param {State} state @param {Taken} taken */
  function schoolNames(c, view, state, taken) {
    if (!state.layers.schools) return [];
    const order = [];
    for (let i = 0; i < schools.n; i += 1) {
      const p = place(schools.x, schools.y, i, view);
      if (!seen(p, view)) continue;
      const own = look(i, state);
      const r = schoolSize(i, view);
      if (!own.faint) taken.take({ x0: p.x - r, y0: p.y - r, x1: p.x + r, y1: p.y + r });
      const chosen = state.selected?.type === "school" && state.selected.index === i;
      const rank = (chosen ? 1e9 : 0) + (own.over ? 200 : 0) + (schools.roll[i] ?? 0);
      if (chosen || (!own.faint && own.status < 2)) order.push({ i, p, r, rank, own });
    }
    order.sort((a, b) => b.rank - a.rank || a.i - b.i);
    const font = `600 ${view.zoom < 11 ? 12 : 13}px ${FONT}`;
    // from afar a few names orient, many hide the map
    const room = Math.max(0, (11.5 - view.zoom) * 12);
    return order.slice(0, view.zoom < 11 ? 36 : 400).map(({ i, p, r, own }) => {
      const text = shorten(schoolName(world, i, state.language), state.language === "zh" ? 16 : 26);
      const found = wish(c, text, font, own.over ? "#8c1d18" : INK, p, r + 3, false);
      found.wish.room = room;
      return found;
    });
  }

  /** @param {Context} c @param {View} view @param {State} state @param {BandView} band */
  function villageNames(c, view, state, band) {
    if (!state.layers.villages || view.zoom < VILLAGE_NAMES_FROM) return [];
    const order = [];
    for (let v = 0; v < villages.n; v += 1) {
      const p = place(villages.x, villages.y, v, view);
      if (seen(p, view)) order.push({ v, p, pupils: Number(band.pupils[v]) });
    }
    order.sort((a, b) => b.pupils - a.pupils || a.v - b.v);
    return order.slice(0, 300).map(({ v, p, pupils }) => {
      const text = shorten(villageName(world, v), 12);
      const gap = villageRadius(pupils, view.zoom) + 3;
      return wish(c, text, `400 11.5px ${FONT}`, "#3b4650", p, gap, false);
    });
  }
}

/**
 * @param {Context} c @param {string} text @param {string} font @param {string} colour
 * @param {{x: number, y: number}} p @param {number} gap @param {boolean} centred
 */
function wish(c, text, font, colour, p, gap, centred) {
  c.font = font;
  const width = c.measureText(text).width + 4;
  return { text, font, colour, wish: { x: p.x, y: p.y, width, height: 17, gap, centred, room: 0 } };
}

/** @param {Context} c @param {ReturnType<typeof wish>} name @param {Rect} rect */
function write(c, name, rect) {
  c.font = name.font;
  c.lineWidth = 3.2;
  c.strokeStyle = "rgba(255,255,255,0.92)";
  const y = (rect.y0 + rect.y1) / 2;
  c.strokeText(name.text, rect.x0 + 2, y);
  c.fillStyle = name.colour;
  c.fillText(name.text, rect.x0 + 2, y);
}

/** @param {Context} c @param {number} x @param {number} y @param {number} r */
export function flag(c, x, y, r) {
  c.beginPath();
  c.moveTo(x, y - r * 1.5);
  c.lineTo(x + r * 1.5, y);
  c.lineTo(x, y + r * 1.5);
  c.lineTo(x - r * 1.5, y);
  c.closePath();
  c.fillStyle = "#d6336c";
  c.fill();
  c.lineWidth = 1.4;
  c.strokeStyle = "#ffffff";
  c.stroke();
}
