/** The few members of Leaflet that this page uses. */
export interface Point {
  x: number;
  y: number;
  add(other: Point): Point;
  subtract(other: Point): Point;
  divideBy(by: number): Point;
}
export interface LatLng {
  lat: number;
  lng: number;
}
export interface MouseEventOfMap {
  containerPoint: Point;
  latlng: LatLng;
  originalEvent: MouseEvent;
}
export interface Layer {
  addTo(map: LeafletMap): Layer;
}
export interface LeafletMap {
  addLayer(layer: Layer): LeafletMap;
  containerPointToLatLng(point: Point): LatLng;
  containerPointToLayerPoint(point: Point): Point;
  createPane(name: string): HTMLElement;
  fitBounds(bounds: [[number, number], [number, number]], options?: object): LeafletMap;
  flyTo(place: [number, number], zoom?: number, options?: object): LeafletMap;
  getCenter(): LatLng;
  fire(event: string, data: object): LeafletMap;
  getContainer(): HTMLElement;
  getMaxZoom(): number;
  getMinZoom(): number;
  getPane(name: string): HTMLElement | undefined;
  getSize(): Point;
  getZoom(): number;
  getZoomScale(to: number, from: number): number;
  invalidateSize(options?: object): LeafletMap;
  on(events: "click" | "mousemove", listener: (event: MouseEventOfMap) => void): LeafletMap;
  on(events: string, listener: () => void): LeafletMap;
  off(events: string, listener: () => void): LeafletMap;
  panBy(by: [number, number], options?: object): LeafletMap;
  remove(): LeafletMap;
  project(place: LatLng, zoom?: number): Point;
  setView(place: [number, number] | LatLng, zoom?: number, options?: object): LeafletMap;
  stop(): LeafletMap;
  zoomIn(): LeafletMap;
  zoomOut(): LeafletMap;
}
export interface Leaflet {
  map(element: HTMLElement, options: object): LeafletMap;
  point(x: number, y: number): Point;
  Layer: { extend(members: object): new () => Layer };
  DomUtil: {
    setTransform(element: HTMLElement, offset: Point, scale: number): void;
    getPosition(element: HTMLElement): Point;
  };
  control: {
    scale(options: object): { addTo(map: LeafletMap): unknown };
  };
}
