// The buttons below the picture, and the keys that press them.
import { toggleSecond } from "./beside.js";
import { icon, make } from "./dom.js";

const KEYS = { b: "beside", f: "full", "/": "find", t: "text", "?": "keys" };

export function addToolbar(deepZoom) {
  const bar = make("div", { className: "tools" });
  bar.setAttribute("role", "toolbar");
  const view = () => deepZoom.viewer.viewport;
  const zoomBy = (by) => {
    view().zoomBy(by);
    view().applyConstraints();
  };
  deepZoom.before = addTool(deepZoom, bar, "before", () => deepZoom.turnTo(Math.max(0, deepZoom.at - deepZoom.step)));
  deepZoom.after = addTool(deepZoom, bar, "after", () =>
    deepZoom.turnTo(Math.min(deepZoom.pages.length - 1, deepZoom.at + deepZoom.step)),
  );
  addTool(deepZoom, bar, "in", () => zoomBy(1.6));
  addTool(deepZoom, bar, "out", () => zoomBy(1 / 1.6));
  addTool(deepZoom, bar, "whole", () => view().goHome());
  addTool(deepZoom, bar, "turn", () => {
    view().rotateBy(90);
    deepZoom.second?.viewport.rotateBy(90);
  });
  deepZoom.beside = addTool(deepZoom, bar, "beside", () => toggleSecond(deepZoom));
  deepZoom.beside.setAttribute("aria-pressed", "false");
  deepZoom.panelTools = {};
  for (const name of ["adjust", "find", "text", "notes", "share", "download", "keys"]) {
    deepZoom.panelTools[name] = addTool(deepZoom, bar, name, () => deepZoom.toggle(name));
    deepZoom.panelTools[name].setAttribute("aria-expanded", "false");
    deepZoom.panelTools[name].hidden = !["adjust", "keys"].includes(name);
  }
  addTool(deepZoom, bar, "full", () => fullScreen(deepZoom));
  deepZoom.where = make("span", { className: "where" });
  deepZoom.where.setAttribute("aria-live", "polite");
  deepZoom.spoken = make("span", { className: "spoken" });
  deepZoom.spoken.setAttribute("aria-live", "polite");
  bar.append(deepZoom.where, deepZoom.spoken);
  deepZoom.append(bar);
  deepZoom.say();
}

function addTool(deepZoom, bar, sign, act) {
  const button = make("button", { type: "button", title: deepZoom.words[sign] }, icon(sign));
  button.setAttribute("aria-label", deepZoom.words[sign]);
  button.dataset.tool = sign;
  button.addEventListener("click", act);
  bar.append(button);
  return button;
}

// What the manifest brings: tools whose service is there.
export function offerTools(deepZoom) {
  const { search, pages, direction } = deepZoom.manifest;
  deepZoom.panelTools.find.hidden = !search;
  deepZoom.panelTools.text.hidden = !pages.some((page) => page.text);
  deepZoom.panelTools.notes.hidden = !pages.some((page) => page.notes);
  deepZoom.panelTools.share.hidden = false;
  deepZoom.panelTools.download.hidden = false;
  deepZoom.toggleAttribute("data-right-to-left", direction === "right-to-left");
  if (deepZoom.dataset.find) deepZoom.toggle("find", deepZoom.dataset.find);
}

function fullScreen(deepZoom) {
  if (document.fullscreenElement) document.exitFullscreen();
  else if (deepZoom.requestFullscreen) deepZoom.requestFullscreen();
  else deepZoom.toggleAttribute("data-full"); // telephones that give the full screen to films only
}

export function pressKey(deepZoom, event) {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
  if (event.key === "Escape" && deepZoom.showing) {
    deepZoom.toggle(deepZoom.showing);
    return;
  }
  if (typing || event.altKey || event.ctrlKey || event.metaKey) return;
  const last = deepZoom.pages.length - 1;
  const pages = {
    PageDown: Math.min(last, deepZoom.at + deepZoom.step),
    PageUp: Math.max(0, deepZoom.at - deepZoom.step),
    Home: 0,
    End: last,
  };
  if (event.key in pages) {
    event.preventDefault();
    deepZoom.turnTo(pages[event.key]);
  } else if (event.key.toLowerCase() in KEYS) {
    const name = KEYS[event.key.toLowerCase()];
    const button = deepZoom.querySelector(`[data-tool="${name}"]`);
    if (button && !button.hidden) {
      event.preventDefault();
      event.stopPropagation();
      button.click();
    }
  }
}

export function tellZoom(deepZoom) {
  clearTimeout(deepZoom.quiet);
  deepZoom.quiet = setTimeout(() => {
    const item = deepZoom.viewer.world.getItemAt(0);
    if (item)
      deepZoom.spoken.textContent = `${deepZoom.words.zoom} ${Math.round(item.viewportToImageZoom(deepZoom.viewer.viewport.getZoom(true)) * 100)} %`;
  }, 700);
}
