// The buttons below the picture, and the keys that press them.
import { toggleSecond } from "./beside.js";
import { icon, make } from "./dom.js";

const KEYS = { b: "beside", f: "full", "/": "find", t: "text", "?": "keys" };

export function addToolbar(zoom) {
  const bar = make("div", { className: "tools" });
  bar.setAttribute("role", "toolbar");
  const view = () => zoom.viewer.viewport;
  const zoomBy = (by) => {
    view().zoomBy(by);
    view().applyConstraints();
  };
  zoom.before = addTool(zoom, bar, "before", () => zoom.turnTo(Math.max(0, zoom.at - zoom.step)));
  zoom.after = addTool(zoom, bar, "after", () => zoom.turnTo(Math.min(zoom.pages.length - 1, zoom.at + zoom.step)));
  addTool(zoom, bar, "in", () => zoomBy(1.6));
  addTool(zoom, bar, "out", () => zoomBy(1 / 1.6));
  addTool(zoom, bar, "whole", () => view().goHome());
  addTool(zoom, bar, "turn", () => {
    view().rotateBy(90);
    zoom.second?.viewport.rotateBy(90);
  });
  zoom.beside = addTool(zoom, bar, "beside", () => toggleSecond(zoom));
  zoom.beside.setAttribute("aria-pressed", "false");
  zoom.panelTools = {};
  for (const name of ["adjust", "find", "text", "notes", "share", "download", "keys"]) {
    zoom.panelTools[name] = addTool(zoom, bar, name, () => zoom.toggle(name));
    zoom.panelTools[name].setAttribute("aria-expanded", "false");
    zoom.panelTools[name].hidden = !["adjust", "keys"].includes(name);
  }
  addTool(zoom, bar, "full", () => fullScreen(zoom));
  zoom.where = make("span", { className: "where" });
  zoom.where.setAttribute("aria-live", "polite");
  zoom.spoken = make("span", { className: "spoken" });
  zoom.spoken.setAttribute("aria-live", "polite");
  bar.append(zoom.where, zoom.spoken);
  zoom.append(bar);
  zoom.say();
}

function addTool(zoom, bar, sign, act) {
  const button = make("button", { type: "button", title: zoom.words[sign] }, icon(sign));
  button.setAttribute("aria-label", zoom.words[sign]);
  button.dataset.tool = sign;
  button.addEventListener("click", act);
  bar.append(button);
  return button;
}

// What the manifest brings: tools whose service is there.
export function offerTools(zoom) {
  const { search, pages, direction } = zoom.manifest;
  zoom.panelTools.find.hidden = !search;
  zoom.panelTools.text.hidden = !pages.some((page) => page.text);
  zoom.panelTools.notes.hidden = !pages.some((page) => page.notes);
  zoom.panelTools.share.hidden = false;
  zoom.panelTools.download.hidden = false;
  zoom.toggleAttribute("data-right-to-left", direction === "right-to-left");
  if (zoom.dataset.find) zoom.toggle("find", zoom.dataset.find);
}

function fullScreen(zoom) {
  if (document.fullscreenElement) document.exitFullscreen();
  else if (zoom.requestFullscreen) zoom.requestFullscreen();
  else zoom.toggleAttribute("data-full"); // telephones that give the full screen to films only
}

export function pressKey(zoom, event) {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
  if (event.key === "Escape" && zoom.showing) {
    zoom.toggle(zoom.showing);
    return;
  }
  if (typing || event.altKey || event.ctrlKey || event.metaKey) return;
  const last = zoom.pages.length - 1;
  const pages = {
    PageDown: Math.min(last, zoom.at + zoom.step),
    PageUp: Math.max(0, zoom.at - zoom.step),
    Home: 0,
    End: last,
  };
  if (event.key in pages) {
    event.preventDefault();
    zoom.turnTo(pages[event.key]);
  } else if (event.key.toLowerCase() in KEYS) {
    const name = KEYS[event.key.toLowerCase()];
    const button = zoom.querySelector(`[data-tool="${name}"]`);
    if (button && !button.hidden) {
      event.preventDefault();
      event.stopPropagation();
      button.click();
    }
  }
}

export function tellZoom(zoom) {
  clearTimeout(zoom.quiet);
  zoom.quiet = setTimeout(() => {
    const item = zoom.viewer.world.getItemAt(0);
    if (item)
      zoom.spoken.textContent = `${zoom.words.zoom} ${Math.round(item.viewportToImageZoom(zoom.viewer.viewport.getZoom(true)) * 100)} %`;
  }, 700);
}
