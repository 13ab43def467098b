/** Hands a text to the reader as a file. */

const KEPT_MS = 1000;

/** @param {string} name @param {string} text @param {string} type */
export function saveText(name, text, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS);
}
