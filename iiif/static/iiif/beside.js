// Two pages side by side.
import { make } from "./dom.js";
import { uninvite } from "./invitation.js";

export function toggleSecond(deepZoom) {
  const on = !deepZoom.second;
  deepZoom.beside.setAttribute("aria-pressed", String(on));
  deepZoom.toggleAttribute("data-beside", on);
  if (on) {
    deepZoom.secondStage = make("div", { className: "stage second" });
    deepZoom.stage.after(deepZoom.secondStage);
    deepZoom.second = deepZoom.eye(deepZoom.secondStage);
    deepZoom.second.addHandler("open", () => followFirst(deepZoom));
    deepZoom.filter();
    openSecond(deepZoom);
    deepZoom.comeIntoView();
  } else {
    deepZoom.second.destroy();
    deepZoom.secondStage.remove();
    deepZoom.second = null;
  }
  deepZoom.say();
}

// Two pages are looked at alike: the second goes where the first goes.
export function followFirst(deepZoom) {
  if (!deepZoom.second?.world.getItemCount()) return;
  const { viewport } = deepZoom.viewer;
  deepZoom.second.viewport.zoomTo(viewport.getZoom(), null, false);
  deepZoom.second.viewport.panTo(viewport.getCenter(), false);
}

export function openSecond(deepZoom) {
  const page = deepZoom.pages[deepZoom.at + 1];
  deepZoom.second.close();
  if (page) deepZoom.open(page.info, deepZoom.second);
  else {
    deepZoom.second.turns += 1;
    uninvite(deepZoom.second);
  }
}
