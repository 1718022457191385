// What lies on the picture, hits of a search, places of lines and notes, and words that lead to their place on it.
import { make } from "./dom.js";
import { regionOf } from "./regions.js";

// Text that leads to its place on the picture when it has one.
export function lineTo(deepZoom, text, target, name) {
  const region = regionOf(target);
  if (!region) return make(name, { textContent: text });
  const button = make("button", { type: "button", className: "line", textContent: text });
  button.addEventListener("click", () => {
    deepZoom.lookNear(region);
    drawMarks(deepZoom, [target]);
  });
  return make(name, {}, button);
}

// Hits of the page that is open, drawn on the picture.
export function markHits(deepZoom) {
  if (deepZoom.hits?.length && deepZoom.showing === "find") drawMarks(deepZoom, deepZoom.hits);
}

export function drawMarks(deepZoom, targets, kind = "") {
  clearMarks(deepZoom);
  const page = deepZoom.pages[deepZoom.at];
  const item = deepZoom.viewer.world.getItemAt(0);
  if (!item || !page?.id) return;
  for (const target of targets) {
    const region = regionOf(target);
    if (!region || !String(target).startsWith(`${page.id}#`)) continue;
    deepZoom.viewer.addOverlay({
      element: make("div", { className: `hit ${kind}` }),
      location: item.imageToViewportRectangle(...region),
    });
  }
}

export function clearMarks(deepZoom) {
  deepZoom.viewer.clearOverlays();
}
