/** Puts values into a text of two languages. */

/** @typedef {"zh" | "en"} Language */
/** @typedef {Record<string, string | number>} Values */

/**
 * `{n}` is the value; `{n|pupil|pupils}` the first word where the value is one, else the second.
 * @param {readonly string[]} pair Chinese, English @param {Language} language @param {Values} [values]
 * @returns {string}
 */
export function phrase(pair, language, values = {}) {
  const text = pair[language === "zh" ? 0 : 1] ?? "";
  return text.replace(/\{(\w+)(?:\|([^|}]*)\|([^|}]*))?\}/g, (_, name, one, many) => {
    const value = String(values[name] ?? "");
    if (one === undefined) return value;
    return value === "1" ? one : many;
  });
}
