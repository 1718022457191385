// Two pages side by side.
import { make } from "./dom.js";
import { uninvite } from "./invitation.js";

export function toggleSecond(zoom) {
  const on = !zoom.second;
  zoom.beside.setAttribute("aria-pressed", String(on));
  zoom.toggleAttribute("data-beside", on);
  if (on) {
    zoom.secondStage = make("div", { className: "stage second" });
    zoom.stage.after(zoom.secondStage);
    zoom.second = zoom.eye(zoom.secondStage);
    zoom.second.addHandler("open", () => followFirst(zoom));
    zoom.filter();
    openSecond(zoom);
    zoom.comeIntoView();
  } else {
    zoom.second.destroy();
    zoom.secondStage.remove();
    zoom.second = null;
  }
  zoom.say();
}

// Two pages are looked at alike: the second goes where the first goes.
export function followFirst(zoom) {
  if (!zoom.second?.world.getItemCount()) return;
  const { viewport } = zoom.viewer;
  zoom.second.viewport.zoomTo(viewport.getZoom(), null, false);
  zoom.second.viewport.panTo(viewport.getCenter(), false);
}

export function openSecond(zoom) {
  const page = zoom.pages[zoom.at + 1];
  zoom.second.close();
  if (page) zoom.open(page.info, zoom.second);
  else {
    zoom.second.turns += 1;
    uninvite(zoom.second);
  }
}
