/** Draws the relief: a picture of light and shade, quiet enough to read everything else on it. */

/** @typedef {import("#maps/surface").View} View */
/** @typedef {CanvasRenderingContext2D} Context */
/** @typedef {{src: string, plane: [number, number, number, number]}} Relief
 *   west, north, east, south on the unit plane */

/**
 * @param {Relief | null | undefined} relief of the page's data, none where there are no heights
 * @returns {{here: boolean, ready: Promise<void>, draw: (c: Context, view: View) => void}}
 */
export function makeRelief(relief) {
  if (!relief) return { here: false, ready: Promise.resolve(), draw: () => undefined };
  const image = new Image();
  image.src = relief.src;
  const [west, north, east, south] = relief.plane;
  return {
    here: true,
    // a picture that cannot be read is a map without relief
    ready: image.decode().catch(() => undefined),
    draw(c, view) {
      if (!image.complete || image.naturalWidth === 0) return;
      c.imageSmoothingEnabled = true;
      c.imageSmoothingQuality = "high";
      c.drawImage(image,
        west * view.scale - view.left, north * view.scale - view.top,
        (east - west) * view.scale, (south - north) * view.scale);
    },
  };
}
