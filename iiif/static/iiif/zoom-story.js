// <zoom-story>: as the reader scrolls through the steps, the eye moves over one scan.
// Without scripts each step stands with its own detail.
/* global OpenSeadragon */
import { makeViewer } from "./zoom.js";

class ZoomStory extends HTMLElement {
  connectedCallback() {
    if (document.readyState === "complete") this.start();
    else addEventListener("load", () => this.start(), { once: true });
  }

  start() {
    if (this.viewer || typeof OpenSeadragon === "undefined") return;
    this.steps = [...this.querySelectorAll("[data-xywh]")];
    const eye = document.createElement("div");
    eye.className = "eye";
    const list = this.querySelector("ol");
    list.before(eye);
    this.toggleAttribute("data-live", true);
    this.viewer = makeViewer(eye, this.dataset.info, { gestureSettingsMouse: { scrollToZoom: false } });
    this.viewer.innerTracker.keyHandler = null;
    this.viewer.canvas.setAttribute("role", "img");
    this.viewer.addHandler("open", () => this.show(this.current ?? this.steps[0]));
    for (const step of this.steps) {
      step.tabIndex = 0;
      step.addEventListener("focus", () => this.show(step));
    }
    this.watcher = new IntersectionObserver((entries) => {
      for (const entry of entries) if (entry.isIntersecting) this.show(entry.target);
    }, { rootMargin: "-45% 0px -45% 0px" });
    for (const step of this.steps) this.watcher.observe(step);
  }

  show(step) {
    this.current?.removeAttribute("aria-current");
    this.current = step;
    step.setAttribute("aria-current", "step");
    const item = this.viewer.world.getItemAt(0);
    if (!item) return;
    const [x, y, w, h] = step.dataset.xywh.split(",").map(Number);
    const box = item.imageToViewportRectangle(x - w * 0.06, y - h * 0.06, w * 1.12, h * 1.12);
    this.viewer.canvas.setAttribute("aria-label", step.querySelector("img").alt);
    this.viewer.viewport.fitBounds(box);
  }
}

customElements.define("zoom-story", ZoomStory);
