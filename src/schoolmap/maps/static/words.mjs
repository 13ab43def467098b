/**
 * The page's own words, Chinese and English. Words that the workbook says too (modes, reasons,
 * bands, severities, units, …) come with the data: `learn` takes them in, `told` gives them.
 */

import { phrase } from "#maps/phrases";
import { HELP_WORDS } from "#maps/words-help";
import { PAGE_WORDS } from "#maps/words-page";
import { EDIT_WORDS } from "#maps/words-edit";
import { PLAN_WORDS } from "#maps/words-plan";

/** @typedef {import("#maps/phrases").Language} Language */

const WORDS = { ...PAGE_WORDS, ...PLAN_WORDS, ...EDIT_WORDS, ...HELP_WORDS };

/** @typedef {keyof typeof WORDS} Word */

/**
 * @param {Language} language @param {Word} word @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export const say = (language, word, values = {}) => phrase(WORDS[word], language, values);

/** @param {string} word @returns {word is Word} */
export const isWord = (word) => Object.hasOwn(WORDS, word);

/** @returns {Readonly<Record<string, readonly string[]>>} */
export const allWordPairs = () => WORDS;

/** @returns {string[]} */
export const allWords = () => Object.keys(WORDS);

/** @typedef {Record<string, Record<string, string[]>>} Shared  by kind and key: Chinese, English */

/** @type {Shared} */
let shared = {};

/** @param {Shared} words that came with the data */
export function learn(words) {
  shared = words;
}

/**
 * @param {Language} language @param {string} kind @param {string} key
 * @returns {string} the shared word, or the key
 */
export function told(language, kind, key) {
  const by = shared[kind];
  const found = by && Object.hasOwn(by, key) ? by[key] : undefined;
  return found?.[language === "zh" ? 0 : 1] ?? key;
}

/** @param {string} text @returns {string} as it stands alone: with a capital */
export const alone = (text) => text.charAt(0).toUpperCase() + text.slice(1);
