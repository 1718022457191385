// What moves in an exhibition: zoom stories, comparisons, and a count of visits that knows nobody.
// Without it every step stands with its own detail, and pictures stand side by side.

const still = matchMedia("(prefers-reduced-motion: reduce)");

// <zoom-story>: as the reader scrolls through the steps, the eye moves over one scan. The sheet is a small picture;
// where the eye rests, the detail itself is laid over it. The deep-zoom viewer is fetched only when somebody wants to
// look around freely.
class ZoomStory extends HTMLElement {
  connectedCallback() {
    if (this.steps || this.closest(".for-paper")) return;
    this.steps = [...this.querySelectorAll("[data-xywh]")];
    this.width = Number(this.dataset.width);
    this.height = Number(this.dataset.height);
    this.build();
    this.toggleAttribute("data-live", true);
    for (const step of this.steps) step.tabIndex = -1;
    this.tabIndex = 0;
    this.addEventListener("keydown", (event) => this.turn(event));
    this.watcher = new IntersectionObserver(
      (entries) => {
        for (const entry of entries)
          if (entry.isIntersecting && !this.leading) this.show(this.steps.indexOf(entry.target));
      },
      { rootMargin: matchMedia("(max-width: 60rem)").matches ? "-62% 0px -28% 0px" : "-45% 0px -45% 0px" },
    );
    for (const step of this.steps) this.watcher.observe(step);
    new IntersectionObserver(
      ([entry]) => {
        this.near ||= entry.isIntersecting;
        if (entry.isIntersecting) this.show(this.at ?? 0);
      },
      { rootMargin: "200px" },
    ).observe(this.eye);
    new ResizeObserver(() => this.show(this.at ?? 0)).observe(this.eye);
  }

  build() {
    this.eye = this.querySelector(".eye");
    this.sheet = Object.assign(document.createElement("div"), { className: "sheet" });
    const whole = Object.assign(new Image(), { src: this.dataset.sheet, alt: "" });
    whole.loading = "lazy";
    this.sheet.append(whole);
    this.details = this.steps.map((step) => {
      const detail = Object.assign(new Image(), { className: "detail", alt: "" });
      const [x, y, w, h] = this.region(step);
      Object.assign(detail.style, {
        left: `${(100 * x) / this.width}%`,
        top: `${(100 * y) / this.height}%`,
        width: `${(100 * w) / this.width}%`,
        height: `${(100 * h) / this.height}%`,
      });
      this.sheet.append(detail);
      return detail;
    });
    this.frame = Object.assign(document.createElement("div"), { className: "frame" });
    this.sheet.append(this.frame);
    this.sheet.setAttribute("role", "img");
    const bar = document.createElement("nav");
    this.back = this.button("‹", this.dataset.wordPrevious, () => this.lead(this.at - 1));
    this.count = Object.assign(document.createElement("span"), { className: "at" });
    this.next = this.button("›", this.dataset.wordNext, () => this.lead(this.at + 1));
    this.free = this.button(this.dataset.wordFree, "", () => this.look());
    this.free.className = "free-look";
    bar.append(this.back, this.count, this.next, this.free);
    this.eye.append(this.sheet, bar);
  }

  button(text, label, act) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: text });
    if (label) button.setAttribute("aria-label", label);
    button.addEventListener("click", act);
    return button;
  }

  region(step) {
    return step.dataset.xywh.split(",").map(Number);
  }

  // the step whose turn it is: the eye moves there, and its own detail is fetched
  show(at) {
    if (at < 0 || at >= this.steps.length) return;
    this.at = at;
    this.steps.forEach((step, place) => {
      if (place === at) step.setAttribute("aria-current", "step");
      else step.removeAttribute("aria-current");
    });
    const [x, y, w, h] = this.region(this.steps[at]);
    const room = { w: this.eye.clientWidth, h: this.eye.clientHeight - 44 };
    const base = Math.min(room.w / this.width, room.h / this.height);
    const scale = Math.min(room.w / (w * base), room.h / (h * base)) * 0.92;
    Object.assign(this.sheet.style, { width: `${this.width * base}px`, height: `${this.height * base}px` });
    // centred on the region, but no bare mat where there is paper to show
    const rest = (all, whole, middle) => {
      const at = all / 2 - middle * base * scale,
        size = whole * base * scale;
      return size <= all ? (all - size) / 2 : Math.min(0, Math.max(all - size, at));
    };
    const left = rest(room.w, this.width, x + w / 2),
      top = rest(room.h, this.height, y + h / 2);
    this.sheet.style.transform = `translate(${left}px, ${top}px) scale(${scale})`;
    this.sheet.style.setProperty("--scale", scale);
    for (const side of ["left", "top", "width", "height"]) this.frame.style[side] = this.details[at].style[side];
    // a step that speaks of the whole sheet needs no frame
    this.frame.hidden = w * h > 0.9 * this.width * this.height;
    const picture = this.steps[at].querySelector("img");
    this.sheet.setAttribute("aria-label", picture.alt);
    const detail = this.details[at];
    if (!detail.src && this.near) {
      detail.addEventListener("load", () => detail.classList.add("seen"), { once: true });
      detail.src = picture.src;
    }
    this.count.textContent = `${at + 1} / ${this.steps.length}`;
    // not disabled outright: that would drop the focus of whoever stands on the button
    this.back.ariaDisabled = at === 0;
    this.next.ariaDisabled = at === this.steps.length - 1;
  }

  // led by a button or a key: the page scrolls after, and does not lead back on its way
  lead(at) {
    if (at < 0 || at >= this.steps.length) return;
    this.leading = true;
    this.show(at);
    this.steps[at].scrollIntoView({
      behavior: still.matches ? "auto" : "smooth",
      block: matchMedia("(max-width: 60rem)").matches ? "start" : "center",
    });
    clearTimeout(this.settling);
    this.settling = setTimeout(
      () => {
        this.leading = false;
      },
      still.matches ? 100 : 900,
    );
  }

  turn(event) {
    if (this.viewer && event.key === "Escape") {
      this.look();
      this.free.focus();
    }
    if (this.viewer || event.target.closest("a")) return;
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!by || this.at + by < 0) return;
    if (this.at + by >= this.steps.length) {
      // the last step is behind us: on to what follows, sideways as well
      if (event.key === "ArrowRight")
        this.nextElementSibling?.scrollIntoView({ behavior: still.matches ? "auto" : "smooth" });
      return;
    }
    event.preventDefault();
    this.lead(this.at + by);
  }

  async look() {
    if (this.viewer) {
      this.viewer.destroy();
      this.viewer = null;
      this.stage.remove();
      this.sheet.hidden = false;
      this.free.textContent = this.dataset.wordFree;
      return;
    }
    if (this.opening) return;
    this.opening = true;
    try {
      await fetchViewer(this.dataset.viewer);
    } catch {
      viewer = undefined; // the network may be back at the next try
      return;
    } finally {
      this.opening = false;
    }
    const { makeViewer } = await import("../iiif/zoom.js");
    this.sheet.hidden = true;
    this.free.textContent = this.dataset.wordBack;
    this.stage = Object.assign(document.createElement("div"), { className: "free" });
    this.sheet.after(this.stage);
    this.viewer = makeViewer(this.stage, this.dataset.info, { gestureSettingsMouse: { scrollToZoom: false } });
    opened(this.dataset.opens);
  }
}

let viewer;
function fetchViewer(address) {
  viewer ??= new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement("script"), { src: address, onload: resolve, onerror: reject });
    document.head.append(script);
  });
  return viewer;
}

// <compare-pair data-mode="slider">: the second picture lies over the first, cut off where the slider stands.
class ComparePair extends HTMLElement {
  connectedCallback() {
    if (this.dataset.mode !== "slider" || this.hasAttribute("data-live") || this.closest(".for-paper")) return;
    const slider = Object.assign(document.createElement("input"), { type: "range", min: 0, max: 100, value: 50 });
    slider.setAttribute("aria-label", this.dataset.word);
    slider.addEventListener("input", () => this.style.setProperty("--at", `${slider.value}%`));
    const first = this.querySelector("img");
    this.style.setProperty("--ratio", first.getAttribute("height") / first.getAttribute("width"));
    const edge = Object.assign(document.createElement("div"), { className: "edge" });
    this.append(slider, edge);
    this.toggleAttribute("data-live", true);
  }
}

customElements.define("zoom-story", ZoomStory);
customElements.define("compare-pair", ComparePair);

// Visits are counted by the day: that a part was read, how far, what was opened. Nothing says by whom, nothing is kept
// here, and who asks not to be counted is not.
const book = document.querySelector("[data-exhibition]");
const refuses = navigator.doNotTrack === "1" || navigator.globalPrivacyControl === true;

function tell(what) {
  if (!book || refuses || document.documentElement.dataset.draft !== undefined) return;
  navigator.sendBeacon("/exhibitions/seen/", new URLSearchParams({ exhibition: book.dataset.exhibition, what }));
}

function opened(key) {
  if (key) tell(`open:${key}`);
}

// the hairline says how much of the whole is read: the chapters before, and this one as far as it was scrolled
const bar = document.querySelector(".running progress");
if (bar) {
  const grow = () => {
    const page = document.documentElement;
    const here = Math.min(1, page.scrollTop / Math.max(1, page.scrollHeight - innerHeight));
    bar.value = (100 * (Number(bar.dataset.before) + here)) / Number(bar.dataset.total);
  };
  addEventListener("scroll", grow, { passive: true });
  addEventListener("load", grow);
}

if (book) {
  const part = book.dataset.part;
  tell(`view:${part}`);
  const told = new Set();
  const measure = () => {
    const page = document.documentElement;
    const far = Math.min(100, Math.round((100 * (page.scrollTop + innerHeight)) / page.scrollHeight));
    for (const mark of [50, 100]) {
      if (far >= mark - 2 && !told.has(mark)) {
        told.add(mark);
        tell(`far:${part}:${mark}`);
      }
    }
  };
  addEventListener("scroll", measure, { passive: true });
  addEventListener("load", measure);
  for (const link of book.querySelectorAll("a[data-opens]"))
    link.addEventListener("click", () => opened(link.dataset.opens));
}
