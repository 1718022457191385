// What lies on the picture: hits of a search, places of lines and notes.
import { make } from "./dom.js";
import { regionOf } from "./regions.js";

export async function fetchAnnotations(address) {
  try {
    const answer = await fetch(address);
    return answer.ok ? (await answer.json()).items : null;
  } catch {
    return null;
  }
}

// Text that leads to its place on the picture when it has one.
export function lineTo(zoom, text, target, name) {
  const region = regionOf(target);
  if (!region) return make(name, { textContent: text });
  const button = make("button", { type: "button", className: "line", textContent: text });
  button.addEventListener("click", () => {
    zoom.lookNear(region);
    drawMarks(zoom, [target]);
  });
  return make(name, {}, button);
}

// Hits of the page that is open, drawn on the picture.
export function markHits(zoom) {
  if (zoom.hits?.length && zoom.showing === "find") drawMarks(zoom, zoom.hits);
}

export function drawMarks(zoom, targets, kind = "") {
  clearMarks(zoom);
  const page = zoom.pages[zoom.at];
  const item = zoom.viewer.world.getItemAt(0);
  if (!item || !page?.id) return;
  for (const target of targets) {
    const region = regionOf(target);
    if (!region || !String(target).startsWith(`${page.id}#`)) continue;
    zoom.viewer.addOverlay({
      element: make("div", { className: `hit ${kind}` }),
      location: item.imageToViewportRectangle(...region),
    });
  }
}

export function clearMarks(zoom) {
  zoom.viewer.clearOverlays();
}
