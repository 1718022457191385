// <deep-zoom>: a scan to walk into, with everything a reader needs around it.
//
// data-info      the information document of the first page (shown at once), or
// data-manifest  a IIIF Presentation 3 manifest, of this archive or any other; with both, the page stands at once and
//                search, text, annotations and the rest come with the manifest
// data-record    only the pages of this record are turned through; data-read: where the document is read as text
// The element holds what is open; toolbar, panels, marks, two pages beside each other, invitations and sharing are
// files of their own, whose functions take it as `deepZoom`; `deepZoom.viewer` is OpenSeadragon's.
// Without scripts the image and the strip of links below it do the work.
/* global OpenSeadragon */
import { authorize } from "./authorization.js";
import { followFirst, openSecond } from "./beside.js";
import { make } from "./dom.js";
import { invite, tellTrouble, uninvite } from "./invitation.js";
import { readManifest } from "./manifest.js";
import { clearMarks, markHits } from "./marks.js";
import { adjust } from "./panels/adjust.js";
import { download } from "./panels/download.js";
import { find } from "./panels/find.js";
import { keys } from "./panels/keys.js";
import { notes } from "./panels/notes.js";
import { share } from "./panels/share.js";
import { text } from "./panels/text.js";
import { openDropped } from "./sharing.js";
import { addToolbar, offerTools, pressKey, tellZoom } from "./toolbar.js";
import { said, wordsFor } from "./words.js";
import { makeViewer } from "./zoom.js";

const PANELS = { adjust, download, find, keys, notes, share, text };

class DeepZoom extends HTMLElement {
  connectedCallback() {
    if (typeof OpenSeadragon === "undefined") addEventListener("load", () => this.start(), { once: true });
    else this.start();
  }

  // -- beginning ------------------------------------------------------------------------------------

  start() {
    if (this.viewer || typeof OpenSeadragon === "undefined") return;
    this.words = wordsFor(this);
    this.stage = this.querySelector(".stage") ?? this.appendChild(make("div", { className: "stage" }));
    this.still = this.stage.querySelector("img");
    this.links = [...document.querySelectorAll(".strip [data-scan]")];
    this.pages = this.links.map((link) => ({ info: `/iiif/3/${link.dataset.scan}/info.json`, link }));
    this.first = Number(this.links[0]?.dataset.order ?? 1);
    this.at = Math.max(
      0,
      this.links.findIndex((link) => link.hasAttribute("aria-current")),
    );
    this.total = Number(this.links[0]?.dataset.total ?? 1);
    this.began = this.at;
    this.dress();
    this.viewer = this.eye(this.stage);
    this.viewer.addHandler("open", () => this.shown());
    this.viewer.addHandler("zoom", () => {
      tellZoom(this);
      followFirst(this);
    });
    this.viewer.addHandler("pan", () => followFirst(this));
    this.viewer.addHandler("animation-finish", () => this.atRest?.());
    addToolbar(this);
    this.addEventListener("keydown", (event) => pressKey(this, event));
    this.addEventListener("dragover", (event) => event.preventDefault());
    this.addEventListener("drop", (event) => openDropped(this, event));
    for (const link of this.links) {
      link.addEventListener("click", (event) => {
        const index = this.pages.findIndex((page) => page.link === link);
        if (index < 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        this.turnTo(index);
      });
    }
    if (this.dataset.info) this.open(this.dataset.info);
    this.reading = this.dataset.manifest ? this.read() : Promise.resolve();
  }

  // The frame around the picture brings its own style, so that it looks the same on any site.
  dress() {
    const style = new URL("./deep-zoom.css", import.meta.url).href;
    if (![...document.styleSheets].some((sheet) => /\/deep-zoom(\.\w+)?\.css$/.test(sheet.href ?? ""))) {
      document.head.append(make("link", { rel: "stylesheet", href: style }));
    }
    this.body = make("div", { className: "body" });
    this.stage.replaceWith(this.body);
    this.side = make("aside", { className: "side", hidden: true });
    this.body.append(this.stage, this.side);
  }

  eye(stage) {
    const canvas = make("div", { className: "canvas" });
    Object.assign(canvas.style, { position: "absolute", inset: "0" });
    stage.append(canvas);
    const viewer = makeViewer(canvas, null);
    viewer.stage = stage;
    viewer.turns = 0;
    // a picture for listeners once there is one: before that it has no name
    viewer.addHandler("open", () => {
      viewer.canvas.setAttribute("role", "img");
      viewer.canvas.setAttribute("aria-label", this.nameOf(viewer));
    });
    viewer.addHandler("open-failed", () => tellTrouble(this, this.words.trouble, viewer));
    viewer.addHandler("canvas-key", (event) => {
      // OpenSeadragon mirrors the picture at F, which is full screen here
      if (event.originalEvent.key.toLowerCase() === "f") event.preventDefaultAction = true;
    });
    return viewer;
  }

  nameOf(viewer) {
    const page = this.first + this.at + (viewer === this.second ? 1 : 0);
    const name = this.still?.alt || said(this.manifest?.label, this.words.language);
    return `${name ? `${name}, ` : ""}${this.words.page.toLowerCase()} ${page}`;
  }

  async read() {
    try {
      this.manifest = await readManifest(this.dataset.manifest);
    } catch {
      if (!this.dataset.info) tellTrouble(this, this.words.trouble);
      return;
    }
    const own = this.dataset.record;
    const pages = this.manifest.pages.filter((page) => !own || page.id.includes(`/${own}/canvas/`));
    const byInfo = new Map(this.pages.map((page) => [new URL(page.info, location).href, page.link]));
    const now = this.pages[this.at] && new URL(this.pages[this.at].info, location).href;
    this.pages = pages.map((page) => ({ ...page, link: byInfo.get(page.info) }));
    this.first = 1;
    this.total = this.pages.length;
    this.at = Math.max(
      0,
      this.pages.findIndex((page) => page.info === (now ?? new URL(this.dataset.info ?? "/", location).href)),
    );
    this.began = this.at;
    offerTools(this);
    this.say();
    if (!this.dataset.info) this.open(this.pages[this.at].info);
    this.land();
  }

  // A shared view names a region after the #: go there once the page stands.
  land() {
    const match = location.hash.match(/^#xywh=(\d+),(\d+),(\d+),(\d+)$/);
    if (!match) return;
    this.lookAt(match.slice(1).map(Number));
    this.comeIntoView();
  }

  // A word by itself says little: show it with a good part of the page around it.
  lookNear([x, y, width, height]) {
    const page = this.pages[this.at];
    const room = { x: Math.max(width, page.width * 0.5), y: Math.max(height, page.height * 0.25) };
    this.lookAt([x + width / 2 - room.x / 2, y + height / 2 - room.y / 2, room.x, room.y]);
  }

  lookAt(region) {
    const go = () => {
      const item = this.viewer.world.getItemAt(0);
      if (item) this.viewer.viewport.fitBoundsWithConstraints(item.imageToViewportRectangle(...region));
    };
    this.going = go;
    if (this.viewer.world.getItemCount()) go();
    else
      this.viewer.addOnceHandler("open", () => {
        if (this.going === go) go();
      });
  }

  // -- one page -------------------------------------------------------------------------------------

  // Pages on request are asked for by the archive's own way; open ones say nothing of one and open at once.
  // Whoever turns on meanwhile has asked for another page: each answer is looked at only while it is still wanted.
  async open(address, viewer = this.viewer) {
    const turn = ++viewer.turns;
    const wanted = () => viewer.turns === turn;
    uninvite(viewer);
    let info, answer;
    try {
      const reply = await fetch(address);
      if (!reply.ok) throw new Error(reply.status);
      info = await reply.json();
      answer = await authorize(info, (invitation) => {
        if (wanted()) invite(this, invitation, viewer);
        else invitation.leave();
      });
    } catch {
      if (wanted()) tellTrouble(this, this.words.trouble, viewer);
      return;
    }
    if (!wanted()) return;
    uninvite(viewer);
    const { language } = this.words;
    const why =
      [said(answer.heading, language), said(answer.note, language)].filter(Boolean).join(". ") || this.words.trouble;
    if (viewer === this.viewer) this.rights = answer.status === 200 && !(info.service ?? []).length ? "open" : "here";
    if (answer.status === 200) viewer.open(info);
    else {
      if (answer.substitute?.length) viewer.open({ type: "image", url: answer.substitute[0].id });
      tellTrouble(this, why, viewer);
    }
  }

  shown() {
    if (this.still) this.still.style.visibility = "hidden";
    this.toggleAttribute("data-ready", true);
    markHits(this);
  }

  turnTo(index, region) {
    const page = this.pages[index];
    if (!page) return;
    if (index !== this.at) {
      this.pages[this.at]?.link?.removeAttribute("aria-current");
      this.at = index;
      this.viewer.close();
      this.going = null;
      this.open(page.info);
      if (this.second) openSecond(this);
      if (page.link) {
        page.link.setAttribute("aria-current", "page");
        page.link.scrollIntoView({ block: "nearest", inline: "nearest" });
        history.replaceState(null, "", page.link.href);
      } else if (this.dataset.record) history.replaceState(null, "", `?scan=${this.first + index}`);
      this.say();
      // a search goes through the whole document: its list stays as it is
      if (["text", "notes", "download", "share"].includes(this.showing)) PANELS[this.showing](this);
    }
    if (region) this.lookNear(region);
  }

  say() {
    const many = this.pages.length > 1;
    this.before.hidden = this.after.hidden = this.beside.hidden = !many;
    this.before.disabled = this.at === 0;
    this.after.disabled = this.at >= this.pages.length - 1;
    const number = this.first + this.at;
    const shown = this.second && this.at < this.pages.length - 1 ? `${number}–${number + 1}` : number;
    this.where.textContent = many ? `${this.words.page} ${shown} / ${this.total}` : "";
  }

  get step() {
    return this.second ? 2 : 1;
  }

  // -- panels -----------------------------------------------------------------------------------------

  toggle(name, argument) {
    const on = this.showing !== name;
    if (this.showing) this.panelTools[this.showing].setAttribute("aria-expanded", "false");
    this.showing = on ? name : null;
    this.side.hidden = !on;
    clearMarks(this);
    if (!on) {
      this.panelTools[name].focus();
      return;
    }
    this.panelTools[name].setAttribute("aria-expanded", "true");
    this.comeIntoView();
    PANELS[name](this, argument);
  }

  // The whole viewer where the window is high enough, else its upper edge.
  comeIntoView() {
    this.scrollIntoView({ block: this.offsetHeight > innerHeight ? "start" : "nearest" });
  }

  panel(name, ...children) {
    const close = make("button", { type: "button", className: "close", textContent: "×" });
    close.setAttribute("aria-label", this.words.close);
    close.addEventListener("click", () => this.toggle(name));
    this.side.setAttribute("aria-label", this.words[name]);
    const isNew = this.side.dataset.panel !== name || !this.side.contains(document.activeElement);
    const heading = make("h2", { textContent: this.words[name], tabIndex: -1 });
    this.side.dataset.panel = name;
    this.side.replaceChildren(heading, close, ...children);
    // whoever comes by keyboard goes on inside the panel
    if (isNew) heading.focus({ preventScroll: true });
  }

  filter() {
    const value = `brightness(${this.brightness ?? 100}%) contrast(${this.contrast ?? 100}%)`;
    for (const canvas of this.querySelectorAll(".canvas")) canvas.style.filter = value;
  }
}

if (!customElements.get("deep-zoom")) customElements.define("deep-zoom", DeepZoom);
