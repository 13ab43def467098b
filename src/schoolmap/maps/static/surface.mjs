/** A canvas that stays with the map: drawn after each move, carried along by zoom animations. */

/** @typedef {import("./leaflet.d.ts").Leaflet} Leaflet */
/** @typedef {import("./leaflet.d.ts").LeafletMap} LeafletMap */
/**
 * What a drawing needs to know. A point (px, py) of the unit plane is at
 * (px * scale - left, py * scale - top) on the canvas.
 * @typedef {{zoom: number, scale: number, left: number, top: number, width: number,
 *   height: number, margin: number}} View
 * @typedef {(context: CanvasRenderingContext2D, view: View) => void} Drawing
 * @typedef {{redraw: () => void}} Surface
 */

const MARGIN = 96;
const MOST_PIXELS = 2;

/** @param {Leaflet} L @param {LeafletMap} map @returns {View} */
export function viewOf(L, map) {
  const size = map.getSize();
  const zoom = map.getZoom();
  const corner = map.project(map.containerPointToLatLng(L.point(-MARGIN, -MARGIN)), zoom);
  return {
    zoom,
    scale: 2 ** zoom,
    left: corner.x,
    top: corner.y,
    width: size.x + 2 * MARGIN,
    height: size.y + 2 * MARGIN,
    margin: MARGIN,
  };
}

/**
 * @param {Leaflet} L @param {LeafletMap} map @param {string} name @param {number} order
 * @param {Drawing} drawing
 * @returns {Surface}
 */
export function addSurface(L, map, name, order, drawing) {
  const pane = map.createPane(`schoolmap-${name}`);
  pane.style.zIndex = String(order);
  pane.style.pointerEvents = "none";
  const canvas = document.createElement("canvas");
  canvas.className = "leaflet-zoom-animated sm-canvas";
  canvas.setAttribute("aria-hidden", "true");
  pane.append(canvas);
  let drawn = { zoom: map.getZoom(), corner: map.getCenter() };

  function redraw() {
    const view = viewOf(L, map);
    const dense = Math.min(MOST_PIXELS, window.devicePixelRatio || 1);
    const [w, h] = [Math.round(view.width * dense), Math.round(view.height * dense)];
    if (canvas.width !== w || canvas.height !== h) {
      canvas.width = w;
      canvas.height = h;
      canvas.style.width = `${view.width}px`;
      canvas.style.height = `${view.height}px`;
    }
    const corner = L.point(-MARGIN, -MARGIN);
    drawn = { zoom: view.zoom, corner: map.containerPointToLatLng(corner) };
    L.DomUtil.setTransform(canvas, map.containerPointToLayerPoint(corner), 1);
    const context = canvas.getContext("2d");
    if (!context) return;
    context.setTransform(dense, 0, 0, dense, 0, 0);
    context.clearRect(0, 0, view.width, view.height);
    drawing(context, view);
  }

  /** @param {{zoom: number, center: import("./leaflet.d.ts").LatLng}} event */
  function animate(event) {
    const half = map.getSize().divideBy(2);
    const origin = map
      .project(event.center, event.zoom)
      .subtract(half)
      .add(L.DomUtil.getPosition(map.getPane("mapPane")));
    const place = map.project(drawn.corner, event.zoom).subtract(origin);
    L.DomUtil.setTransform(canvas, place, map.getZoomScale(event.zoom, drawn.zoom));
  }

  const layer = new (L.Layer.extend({
    onAdd: redraw,
    onRemove: () => canvas.remove(),
    getEvents: () => ({ moveend: redraw, resize: redraw, zoomanim: animate }),
  }))();
  layer.addTo(map);
  return { redraw };
}
