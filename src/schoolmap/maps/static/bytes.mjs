/** Unpacks what the page carries: gzipped base64 of JSON text and of zigzag varints. */

/**
 * @param {string} base64
 * @returns {Promise<Uint8Array>}
 */
export async function unpack(base64) {
  const text = atob(base64.trim());
  const packed = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) packed[i] = text.charCodeAt(i);
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/**
 * @param {string} base64
 * @returns {Promise<unknown>}
 */
export async function unpackJson(base64) {
  return JSON.parse(new TextDecoder().decode(await unpack(base64)));
}

/**
 * Reads arrays written one after the other; `index` holds name, number of values, and whether
 * differences were written.
 * @param {Uint8Array} bytes
 * @param {ReadonlyArray<readonly [string, number, boolean]>} index
 * @returns {Record<string, Int32Array>}
 */
export function readArrays(bytes, index) {
  /** @type {Record<string, Int32Array>} */
  const arrays = {};
  let at = 0;
  for (const [name, count, differences] of index) {
    const values = new Int32Array(count);
    let last = 0;
    for (let i = 0; i < count; i += 1) {
      let folded = 0;
      let factor = 1;
      let byte = 0;
      do {
        byte = /** @type {number} */ (bytes[at]);
        at += 1;
        folded += (byte & 127) * factor;
        factor *= 128;
      } while (byte > 127);
      const value = folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2;
      last = differences ? last + value : value;
      values[i] = last;
    }
    arrays[name] = values;
  }
  if (at !== bytes.length) throw new Error("arrays and their index do not agree");
  return arrays;
}
