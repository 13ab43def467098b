/** Where the map stands and looks: at the whole county, or at a school or village beside its card. */

/** @typedef {import("./leaflet.d.ts").LeafletMap} LeafletMap */
/** @typedef {import("#maps/state").Store} Store */
/** @typedef {import("#maps/state").Subject} Subject */
/** @typedef {import("#maps/world").World} World */

const CLOSE_UP = 13;
const NARROW_PX = 760;

/**
 * @param {LeafletMap} map @param {[number, number, number, number]} bounds
 * @param {() => World} scene  has every place that can be gone to @param {Store} store
 */
export function makeCamera(map, [west, south, east, north], scene, store) {
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const narrow = () => window.innerWidth <= NARROW_PX;
  const camera = {
    in: () => void map.zoomIn(),
    out: () => void map.zoomOut(),
    print: () => window.print(),
    fit(animate = !still) {
      map.fitBounds([[south, west], [north, east]], {
        animate,
        // room for the legend, where the map is wide enough to give it
        paddingTopLeft: [map.getSize().x > 900 ? 252 : 16, 64],
        paddingBottomRight: [narrow() ? 16 : 56, 24],
      });
    },
    /** @param {Subject} subject */
    go(subject) {
      const { schools, villages } = scene();
      const zoom = Math.max(map.getZoom(), CLOSE_UP);
      store.set({ selected: subject });
      map.stop();
      const place = placeOf(subject.type === "school" ? schools : villages, subject.index);
      // the card covers the right of the map, on a phone its lower part
      const [right, down] = narrow() ? [0, map.getSize().y * 0.22] : [180, 0];
      const point = map.project({ lat: place[0], lng: place[1] }, zoom);
      const centre = unproject(point.x + right, point.y + down, zoom);
      if (still) map.setView(centre, zoom, { animate: false });
      else map.flyTo(centre, zoom, { duration: 0.6 });
    },
    /** Puts the map into the page that is made for it. @param {HTMLElement} root */
    mount(root) {
      document.body.append(root);
      document.getElementById("schoolmap-wait")?.remove();
      map.getContainer().classList.add("sm-map");
      map.invalidateSize({ animate: false });
      camera.fit(false);
    },
    /** Panels take other room than before. @param {() => void} redraw */
    moved: (redraw) => setTimeout(() => {
      map.invalidateSize({ animate: false });
      redraw();
    }, 0),
  };
  return camera;
}

/** @param {{x: Float64Array, y: Float64Array}} own @param {number} i @returns {[number, number]} lat, lon */
const placeOf = (own, i) => unproject(Number(own.x[i]), Number(own.y[i]), 0);

/** @param {number} x @param {number} y @param {number} zoom @returns {[number, number]} lat, lon */
function unproject(x, y, zoom) {
  const scale = 256 * 2 ** zoom;
  const lat = Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / scale)));
  return [(lat * 180) / Math.PI, (x / scale) * 360 - 180];
}
