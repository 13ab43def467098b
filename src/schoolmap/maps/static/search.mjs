/** Finds schools and villages by name, id or township. */

/**
 * @typedef {{type: "school" | "village", index: number, texts: string[]}} Entry
 */

/** @param {string} text @returns {string} */
export const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();

/**
 * @param {import("#maps/world").World} world
 * @returns {Entry[]} schools first; texts: name, id, English name or admin village, township
 */
export function makeIndex(world) {
  const towns = world.data.lists.townships;
  /** @type {Entry[]} */
  const entries = [];
  const { schools, villages } = world;
  for (let i = 0; i < schools.n; i += 1) {
    const texts = [schools.name[i], schools.id[i], schools.nameEn[i], towns[schools.township[i] ?? -1]];
    entries.push({ type: "school", index: i, texts: texts.map((t) => fold(t ?? "")) });
  }
  for (let i = 0; i < villages.n; i += 1) {
    const town = towns[villages.township[i] ?? -1];
    const texts = [villages.name[i], villages.id[i], villages.admin[i], town];
    entries.push({ type: "village", index: i, texts: texts.map((t) => fold(t ?? "")) });
  }
  return entries;
}

/**
 * Every word must occur somewhere; names that begin with the query come first, then ids, then
 * names that hold it, then the rest. Ties keep the index's order.
 * @param {readonly Entry[]} entries @param {string} query @param {number} most
 * @returns {Entry[]}
 */
export function search(entries, query, most) {
  const text = fold(query);
  if (!text) return [];
  const words = text.split(" ");
  /** @type {[number, number, Entry][]} */
  const found = [];
  entries.forEach((entry, order) => {
    if (!words.every((word) => entry.texts.some((t) => t.includes(word)))) return;
    const [name = "", id = ""] = entry.texts;
    let rank = 4;
    if (name === text || id === text) rank = 0;
    else if (name.startsWith(text)) rank = 1;
    else if (id.startsWith(text)) rank = 2;
    else if (name.includes(text)) rank = 3;
    found.push([rank, order, entry]);
  });
  found.sort((p, q) => p[0] - q[0] || p[1] - q[1]);
  return found.slice(0, most).map((f) => f[2]);
}
