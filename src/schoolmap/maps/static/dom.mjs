/** Makes elements. Text becomes text nodes, so no name can become markup. */

/** @typedef {Node | string | number | null | undefined | false} Child */
/** @typedef {Child | readonly (Child | readonly (Child | readonly Child[])[])[]} Children */

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string | number | boolean | ((event: Event) => void) | null | undefined>} [attributes]
 *   functions listen to the event of that name; false, null and undefined leave out
 * @param {...Children} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (name.startsWith("--")) element.style.setProperty(name, String(value));
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, String(value));
    }
  }
  append(element, children);
  return element;
}

/** @param {Element} element @param {readonly Children[]} children */
export function append(element, children) {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    if (Array.isArray(child)) append(element, child);
    else element.append(child instanceof Node ? child : String(child));
  }
}

/** @param {Element} element @param {...Children} children */
export function fill(element, ...children) {
  element.replaceChildren();
  append(element, children);
}

/** @param {string} path @param {number} [size] @returns {SVGSVGElement} a line icon */
export function icon(path, size = 18) {
  const space = "http://www.w3.org/2000/svg";
  const svg = /** @type {SVGSVGElement} */ (document.createElementNS(space, "svg"));
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("width", String(size));
  svg.setAttribute("height", String(size));
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "icon");
  const line = document.createElementNS(space, "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

export const ICONS = {
  close: "M6 6l12 12M18 6L6 18",
  search: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l5 5",
  layers: "M12 4l9 5-9 5-9-5zM3 14l9 5 9-5",
  print: "M7 8V4h10v4M7 17H4V9h16v8h-3M7 14h10v6H7z",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  fit: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5",
  down: "M6 9l6 6 6-6",
  up: "M6 15l6-6 6 6",
  go: "M9 6l6 6-6 6",
  undo: "M9 5L4 10l5 5M4 10h10a5 5 0 0 1 0 10h-3",
  redo: "M15 5l5 5-5 5M20 10H10a5 5 0 0 0 0 10h3",
  import: "M12 15V4M8 8l4-4 4 4M4 14v6h16v-6",
  export: "M12 4v11M8 11l4 4 4-4M4 14v6h16v-6",
  table: "M4 5h16v14H4zM4 10h16M10 10v9",
  compare: "M12 3v18M4 7h4v10H4zM16 7h4v10h-4z",
  help: "M9 9.2a3 3 0 1 1 4.4 2.6c-.9.5-1.4 1-1.4 2.2M12 17.6v.1",
  edit: "M4 20l1-5L16 4l4 4L9 19z",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  remove: "M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13",
  reset: "M4 12a8 8 0 1 0 2.6-5.9L4 8.6M4 4v4.6h4.6",
  select: "M6 4l13 7-5.5 1.8L11 19z",
  shut: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM9 9l6 6M15 9l-6 6",
  merge: "M6 4v3c0 4 6 4 6 8v5M18 4v3c0 4-6 4-6 8M9 17l3 3 3-3",
  found: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 8v8M8 12h8",
  point: "M12 5l8 14H4zM12 15v.1",
  assign: "M5 17a2 2 0 1 0 .1 0M8 16l9-9M10 6h7v7",
};
