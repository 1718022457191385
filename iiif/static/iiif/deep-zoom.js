// <deep-zoom>: a scan to walk into, with pages when the document has more than one.
// Improves a plain image; without scripts the image and the strip of links below it do the work.
/* global OpenSeadragon */

export function makeViewer(element, info, options = {}) {
  return OpenSeadragon({
    element,
    tileSources: [info],
    drawer: "canvas",
    crossOriginPolicy: false,
    ajaxWithCredentials: false,
    showNavigationControl: false,
    gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true },
    animationTime: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 0.9,
    visibilityRatio: 0.6,
    minZoomImageRatio: 0.7,
    maxZoomPixelRatio: 3,
    preserveImageSizeOnResize: true,
    ...options,
  });
}

const SIGNS = {
  before: "M15 5l-7 7 7 7",
  after: "M9 5l7 7-7 7",
  in: "M12 5v14M5 12h14",
  out: "M5 12h14",
  whole: "M5 4h14v16H5z",
  turn: "M19 12a7 7 0 1 1-2.500-5.400M17 3v4h-4",
  full: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
};

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(svg.namespaceURI, "path");
  path.setAttribute("d", SIGNS[name]);
  svg.append(path);
  return svg;
}

class DeepZoom extends HTMLElement {
  connectedCallback() {
    if (typeof OpenSeadragon === "undefined") {
      addEventListener("load", () => this.start(), { once: true });
    } else {
      this.start();
    }
  }

  start() {
    if (this.viewer || typeof OpenSeadragon === "undefined") return;
    this.stage = this.querySelector(".stage");
    this.still = this.stage.querySelector("img");
    this.links = [...document.querySelectorAll(".strip [data-scan]")];
    this.at = Math.max(0, this.links.findIndex((link) => link.hasAttribute("aria-current")));
    const canvas = document.createElement("div");
    canvas.className = "canvas";
    Object.assign(canvas.style, { position: "absolute", inset: "0" });
    this.stage.append(canvas);
    this.viewer = makeViewer(canvas, this.dataset.info);
    this.viewer.canvas.setAttribute("aria-label", this.still.alt || this.dataset.wordWhole);
    this.viewer.canvas.setAttribute("role", "img");
    this.viewer.addHandler("open", () => this.shown());
    this.viewer.addHandler("open-failed", () => this.trouble());
    this.tools();
    for (const [index, link] of this.links.entries()) {
      link.addEventListener("click", (event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        this.turnTo(index);
      });
    }
  }

  shown() {
    this.still.style.visibility = "hidden";
    this.querySelector(".trouble")?.remove();
    this.toggleAttribute("data-ready", true);
  }

  trouble() {
    this.still.style.visibility = "";
    if (this.querySelector(".trouble")) return;
    const note = document.createElement("p");
    note.className = "trouble";
    note.role = "alert";
    note.textContent = this.dataset.wordTrouble;
    this.stage.append(note);
  }

  tools() {
    const bar = document.createElement("div");
    bar.className = "tools";
    const view = () => this.viewer.viewport;
    this.before = this.tool(bar, "before", "wordBefore", () => this.turnTo(this.at - 1));
    this.after = this.tool(bar, "after", "wordAfter", () => this.turnTo(this.at + 1));
    this.tool(bar, "in", "wordIn", () => { view().zoomBy(1.6); view().applyConstraints(); });
    this.tool(bar, "out", "wordOut", () => { view().zoomBy(1 / 1.6); view().applyConstraints(); });
    this.tool(bar, "whole", "wordWhole", () => view().goHome());
    this.tool(bar, "turn", "wordTurn", () => view().rotateBy(90));
    if (this.requestFullscreen) {
      this.tool(bar, "full", "wordFull", () => document.fullscreenElement ? document.exitFullscreen() : this.requestFullscreen());
    }
    this.where = document.createElement("span");
    this.where.className = "where";
    this.where.setAttribute("aria-live", "polite");
    bar.append(this.where);
    this.append(bar);
    this.addEventListener("keydown", (event) => {
      if (event.key === "PageDown") { event.preventDefault(); this.turnTo(this.at + 1); }
      if (event.key === "PageUp") { event.preventDefault(); this.turnTo(this.at - 1); }
    });
    this.say();
  }

  tool(bar, sign, word, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(icon(sign));
    button.title = this.dataset[word];
    button.setAttribute("aria-label", this.dataset[word]);
    button.addEventListener("click", act);
    bar.append(button);
    return button;
  }

  turnTo(index) {
    const link = this.links[index];
    if (!link || index === this.at) return;
    this.links[this.at].removeAttribute("aria-current");
    link.setAttribute("aria-current", "page");
    link.scrollIntoView({ block: "nearest", inline: "nearest" });
    this.at = index;
    this.viewer.open(`/iiif/3/${link.dataset.scan}/info.json`);
    history.replaceState(null, "", link.href);
    this.say();
  }

  say() {
    const many = this.links.length > 1;
    this.before.hidden = this.after.hidden = !many;
    this.before.disabled = this.at === 0;
    this.after.disabled = this.at >= this.links.length - 1;
    this.where.textContent = many ? `${this.dataset.wordPage} ${this.links[this.at].dataset.order} / ${this.links[this.at].dataset.total}` : "";
  }
}

customElements.define("deep-zoom", DeepZoom);
