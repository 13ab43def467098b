/** Keys that a text of JSON gives twice: `JSON.parse` takes the last and says nothing. */

/** A text and what makes it a key, or where an object begins or ends. */
const TOKEN = /"[^"\\]*(?:\\[^][^"\\]*)*"\s*:?|[{}]/g;

/** @param {string} text  sound JSON @returns {string[]} each once, in the order of the text */
export function keysTwice(text) {
  /** @type {Set<string>} */
  const twice = new Set();
  /** @type {Set<string>[]} */
  const open = [];
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === "{") open.push(new Set());
    else if (token === "}") open.pop();
    else if (token.endsWith(":")) {
      // "a" and its escaped form are one key
      const key = String(JSON.parse(token.slice(0, -1)));
      const known = open.at(-1);
      if (known?.has(key)) twice.add(key);
      known?.add(key);
    }
  }
  return [...twice];
}
