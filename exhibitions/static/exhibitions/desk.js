// Fields that a curator fills by looking: a page among small pictures, a region drawn on the page, a spot on the map.
// Each wraps a plain input, which remains for those who would rather type.
import { makeViewer } from "../iiif/zoom.js";

const scans = new Map();

// the record and page that belong to an input: their fields stand beside it or in a block around it
function neighbour(input, name) {
  let prefix = input.name;
  while (prefix.includes("-")) {
    prefix = prefix.slice(0, prefix.lastIndexOf("-"));
    const found = document.querySelector(`[name="${CSS.escape(`${prefix}-${name}`)}"]`);
    if (found) return found;
  }
  return document.querySelector(`[name="${name === "record" ? "cover_record" : name}"]`);
}

async function pagesOf(input) {
  const record = neighbour(input, "record")?.value;
  if (!record) return [];
  if (!scans.has(record)) {
    const answer = await fetch(`/desk/exhibitions/scans/${record}/`, { credentials: "same-origin" });
    scans.set(record, answer.ok ? (await answer.json()).scans : []);
  }
  return scans.get(record);
}

function button(text, act) {
  const made = Object.assign(document.createElement("button"), {
    type: "button",
    className: "button button-small button-secondary",
    textContent: text,
  });
  made.addEventListener("click", act);
  return made;
}

class Looked extends HTMLElement {
  connectedCallback() {
    if (this.tools) return;
    this.input = this.querySelector("input");
    this.tools = Object.assign(document.createElement("div"), { className: "look-tools" });
    this.opener = button(this.dataset.choose ?? this.dataset.draw, () => this.toggle());
    this.opener.setAttribute("aria-expanded", "false");
    this.says = document.createElement("span");
    this.says.setAttribute("role", "status");
    this.tools.append(this.opener, this.says);
    this.append(this.tools);
  }

  async toggle() {
    if (this.stage) return this.shut();
    this.says.textContent = "";
    const opened = await this.open();
    if (opened) this.opener.setAttribute("aria-expanded", "true");
    else this.says.textContent = this.dataset.none ?? "";
  }

  shut() {
    this.viewer?.destroy();
    this.viewer = null;
    this.stage?.remove();
    this.stage = null;
    this.opener.setAttribute("aria-expanded", "false");
    this.opener.textContent = this.dataset.choose ?? this.dataset.draw;
    this.opener.focus();
  }

  put(value) {
    this.input.value = value;
    this.input.dispatchEvent(new Event("input", { bubbles: true }));
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

class PageField extends Looked {
  async open() {
    const pages = await pagesOf(this.input);
    if (!pages.length) return false;
    this.stage = Object.assign(document.createElement("div"), { className: "look-strip" });
    for (const page of pages) {
      const choice = document.createElement("button");
      choice.type = "button";
      choice.setAttribute("aria-label", `${this.dataset.page} ${page.order}`);
      choice.setAttribute("aria-pressed", String(String(page.order) === this.input.value));
      choice.append(Object.assign(new Image(), { src: page.small, alt: "", loading: "lazy" }));
      choice.addEventListener("click", () => {
        this.put(page.order);
        this.shut();
      });
      this.stage.append(choice);
    }
    this.append(this.stage);
    return true;
  }
}

const STEP = 0.01;

class RegionField extends Looked {
  async open() {
    const pages = await pagesOf(this.input);
    const wanted = Number(neighbour(this.input, "page")?.value || 1);
    this.page = pages.find((page) => page.order === wanted);
    if (!this.page) return false;
    this.stage = Object.assign(document.createElement("div"), { className: "look-stage" });
    this.append(this.stage);
    this.opener.textContent = this.dataset.done;
    this.says.textContent = this.dataset.hint;
    this.viewer = makeViewer(this.stage, this.page.info);
    this.viewer.setMouseNavEnabled(false);
    this.viewer.canvas.style.cursor = "crosshair";
    this.frame = Object.assign(document.createElement("div"), { className: "look-frame", tabIndex: 0 });
    this.frame.setAttribute("role", "img");
    this.frame.setAttribute("aria-label", this.dataset.hint);
    this.frame.addEventListener("keydown", (event) => this.nudge(event));
    this.viewer.addHandler("open", () => {
      if (!this.box()) {
        const { width, height } = this.page;
        this.set([width * 0.3, height * 0.3, width * 0.4, height * 0.4]);
      }
      this.draw();
      this.frame.focus({ preventScroll: true });
    });
    const tracked = new OpenSeadragon.MouseTracker({
      element: this.viewer.canvas,
      pressHandler: (event) => {
        this.from = this.pixel(event.position);
      },
      dragHandler: (event) => {
        if (this.from) this.stretch(this.pixel(event.position));
      },
      releaseHandler: () => {
        this.from = null;
        this.frame.focus({ preventScroll: true });
      },
    });
    tracked.setTracking(true);
    return true;
  }

  pixel(position) {
    const view = this.viewer.viewport;
    const point = view.viewportToImageCoordinates(view.pointFromPixel(position));
    return { x: Math.min(Math.max(point.x, 0), this.page.width), y: Math.min(Math.max(point.y, 0), this.page.height) };
  }

  stretch(to) {
    const x = Math.min(this.from.x, to.x),
      y = Math.min(this.from.y, to.y);
    const w = Math.abs(to.x - this.from.x),
      h = Math.abs(to.y - this.from.y);
    if (w > 1 && h > 1) this.set([x, y, w, h]);
  }

  box() {
    const parts = this.input.value.split(",").map(Number);
    return parts.length === 4 && parts.every(Number.isFinite) && parts[2] > 0 ? parts : null;
  }

  set(box) {
    this.put(box.map(Math.round).join(","));
    this.draw();
  }

  draw() {
    const box = this.box();
    const item = this.viewer?.world.getItemAt(0);
    if (!box || !item) return;
    const place = item.imageToViewportRectangle(...box);
    if (this.viewer.getOverlayById(this.frame)) this.viewer.updateOverlay(this.frame, place);
    else this.viewer.addOverlay(this.frame, place);
  }

  nudge(event) {
    const move = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!move) return;
    event.preventDefault();
    event.stopPropagation();
    const [x, y, w, h] = this.box();
    const by = [move[0] * this.page.width * STEP, move[1] * this.page.height * STEP];
    const within = (value, low, high) => Math.min(Math.max(value, low), high);
    if (event.shiftKey)
      this.set([x, y, within(w + by[0], 2, this.page.width - x), within(h + by[1], 2, this.page.height - y)]);
    else this.set([within(x + by[0], 0, this.page.width - w), within(y + by[1], 0, this.page.height - h), w, h]);
  }
}

class SpotField extends Looked {
  async open() {
    const answer = await fetch("/desk/exhibitions/map/", { credentials: "same-origin" });
    if (!answer.ok) return false;
    const map = await answer.json();
    this.stage = Object.assign(document.createElement("div"), { innerHTML: map.drawing });
    const svg = this.stage.querySelector("svg");
    svg.setAttribute("class", "look-map");
    this.append(this.stage);
    const mark = document.createElementNS("http://www.w3.org/2000/svg", "circle");
    mark.setAttribute("class", "here");
    mark.setAttribute("r", "6");
    // nothing is marked before a place was pointed at or typed
    const [latitude, longitude] = this.input.value.split(",").map(Number);
    if (this.input.value.includes(",") && Number.isFinite(latitude) && Number.isFinite(longitude)) {
      const northing = (Math.log(Math.tan(((latitude + 90) * Math.PI) / 360)) * 180) / Math.PI;
      mark.setAttribute("cx", (longitude - map.west) * map.scale);
      mark.setAttribute("cy", (map.top - northing) * map.scale);
      svg.append(mark);
    }
    svg.addEventListener("click", (event) => {
      const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
      mark.setAttribute("cx", point.x);
      mark.setAttribute("cy", point.y);
      svg.append(mark);
      const northing = map.top - point.y / map.scale;
      const latitude = (Math.atan(Math.exp((northing * Math.PI) / 180)) * 360) / Math.PI - 90;
      this.put(`${latitude.toFixed(3)},${(map.west + point.x / map.scale).toFixed(3)}`);
    });
    return true;
  }
}

customElements.define("page-field", PageField);
customElements.define("region-field", RegionField);
customElements.define("spot-field", SpotField);
