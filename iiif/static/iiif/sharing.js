// A view to hand on: its Content State (IIIF Content State 1.0), its link, and a view that comes from elsewhere.
import { decodeState, encodeState } from "./manifest.js";
import { partOf, regionOf } from "./regions.js";

// The page, and the part of it that is seen now.
export function stateOf(deepZoom) {
  const page = deepZoom.pages[deepZoom.at];
  const item = deepZoom.viewer.world.getItemAt(0);
  const seen = item && partOf(page, item.viewportToImageRectangle(deepZoom.viewer.viewport.getBounds(true)));
  const spot = seen ? `#xywh=${seen.join(",")}` : "";
  return { id: `${page.id}${spot}`, type: "Canvas", partOf: [{ id: deepZoom.manifest.id, type: "Manifest" }] };
}

export function linkOf(deepZoom) {
  return linkTo(deepZoom, stateOf(deepZoom));
}

export function linkTo(deepZoom, state) {
  const language = deepZoom.words.language === "en" ? "&lang=en" : "";
  return `${new URL(deepZoom.manifest.id).origin}/iiif/view?iiif-content=${encodeState(state)}${language}`;
}

// A view dragged here from elsewhere is opened if one of these pages is meant.
export function openDropped(deepZoom, event) {
  const text = event.dataTransfer.getData("text/plain") || event.dataTransfer.getData("text/uri-list");
  if (!text) return;
  event.preventDefault();
  let state;
  try {
    const inLink = URL.canParse?.(text) ? new URL(text).searchParams.get("iiif-content") : null;
    state = decodeState(inLink ?? text);
  } catch {
    return;
  }
  const id = String(state.target?.id ?? state.id ?? "");
  const index = deepZoom.pages.findIndex((page) => page.id === id.split("#")[0]);
  if (index >= 0) deepZoom.turnTo(index, regionOf(id) ?? undefined);
  else if (/^https?:/.test(id)) location.assign(linkTo(deepZoom, state));
}
