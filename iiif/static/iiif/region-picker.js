// <region-picker>: draw a rectangle on a scan; its pixels go into the form's fields x, y, width and height.
/* global OpenSeadragon */
import { makeViewer } from "./zoom.js";

const SIDES = ["x", "y", "width", "height"];
const STEP = 0.01;

class RegionPicker extends HTMLElement {
  connectedCallback() {
    if (typeof OpenSeadragon === "undefined") addEventListener("load", () => this.start(), { once: true });
    else this.start();
  }

  start() {
    const form = this.closest("form");
    this.fields = SIDES.map((side) => form.elements[side]);
    this.size = { x: Number(this.dataset.width), y: Number(this.dataset.height) };
    const stage = document.createElement("div");
    stage.className = "stage";
    Object.assign(this.style, { display: "block", maxWidth: "60rem" });
    Object.assign(stage.style, { position: "relative", height: "60vh", minHeight: "20rem", background: "#222" });
    this.querySelector("img").replaceWith(stage);
    this.viewer = makeViewer(stage, this.dataset.info);
    this.button = this.tool("wordDraw", () => this.draw(!this.drawing));
    this.tool("wordClear", () => this.set(null));
    const hint = document.createElement("p");
    hint.textContent = this.dataset.wordHint;
    this.append(hint);
    this.box = document.createElement("div");
    this.box.tabIndex = 0;
    this.box.setAttribute("role", "img");
    this.box.setAttribute("aria-label", this.dataset.wordHint);
    Object.assign(this.box.style, { outline: "3px solid #e8b923", background: "rgb(232 185 35 / 18%)" });
    this.box.addEventListener("keydown", (event) => this.nudge(event));
    this.viewer.addHandler("open", () => {
      if (this.fields[2].value) this.show();
    });
    new OpenSeadragon.MouseTracker({
      element: this.viewer.canvas,
      pressHandler: (event) => {
        if (this.drawing) this.from = this.pixel(event.position);
      },
      dragHandler: (event) => {
        if (this.from) {
          this.stretch(this.pixel(event.position));
        }
      },
      releaseHandler: () => {
        if (this.from) {
          this.from = null;
          this.draw(false);
          this.box.focus();
        }
      },
    });
  }

  tool(word, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-secondary";
    button.textContent = this.dataset[word];
    button.addEventListener("click", act);
    this.append(button);
    return button;
  }

  draw(on) {
    this.drawing = on;
    if (on && !this.fields[2].value) {
      // a region to begin with in the middle, for those who draw with the keyboard
      this.set([this.size.x * 0.35, this.size.y * 0.35, this.size.x * 0.3, this.size.y * 0.3].map(Math.round));
      this.box.focus();
    }
    this.button.setAttribute("aria-pressed", String(on));
    this.viewer.setMouseNavEnabled(!on);
    this.viewer.canvas.style.cursor = on ? "crosshair" : "";
  }

  pixel(position) {
    const point = this.viewer.viewport.viewportToImageCoordinates(this.viewer.viewport.pointFromPixel(position));
    return { x: Math.min(Math.max(point.x, 0), this.size.x), y: Math.min(Math.max(point.y, 0), this.size.y) };
  }

  stretch(to) {
    const x = Math.round(Math.min(this.from.x, to.x)),
      y = Math.round(Math.min(this.from.y, to.y));
    const width = Math.round(Math.abs(to.x - this.from.x)),
      height = Math.round(Math.abs(to.y - this.from.y));
    if (width > 1 && height > 1) this.set([x, y, width, height]);
  }

  nudge(event) {
    const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    event.stopPropagation();
    const [x, y, width, height] = this.fields.map((field) => Number(field.value));
    const by = [Math.round(move[0] * this.size.x * STEP), Math.round(move[1] * this.size.y * STEP)];
    const within = (value, low, high) => Math.min(Math.max(value, low), high);
    if (event.shiftKey)
      this.set([x, y, within(width + by[0], 2, this.size.x - x), within(height + by[1], 2, this.size.y - y)]);
    else
      this.set([within(x + by[0], 0, this.size.x - width), within(y + by[1], 0, this.size.y - height), width, height]);
  }

  set(region) {
    this.fields.forEach((field, place) => {
      field.value = region ? region[place] : "";
    });
    if (region) this.show();
    else this.viewer.removeOverlay(this.box);
  }

  show() {
    const [x, y, width, height] = this.fields.map((field) => Number(field.value));
    const place = this.viewer.world.getItemAt(0).imageToViewportRectangle(x, y, width, height);
    // moved in place, so that the box keeps the keyboard
    if (this.viewer.getOverlayById(this.box)) this.viewer.updateOverlay(this.box, place);
    else this.viewer.addOverlay(this.box, place);
  }
}

customElements.define("region-picker", RegionPicker);
