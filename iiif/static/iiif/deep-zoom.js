// <deep-zoom>: a scan to walk into, with everything a reader needs around it.
//
// data-info      the information document of the first page (shown at once), or
// data-manifest  a IIIF Presentation 3 manifest, of this archive or any other; with both, the page stands at once and
//                search, text, annotations and the rest come with the manifest
// data-record    only the pages of this record are turned through; data-read: where the document is read as text
// Without scripts the image and the strip of links below it do the work.
/* global OpenSeadragon */
import { authorize } from "./authorization.js";
import { icon, make } from "./dom.js";
import { decodeState, encodeState, readManifest } from "./manifest.js";
import { adjust } from "./panels/adjust.js";
import { download } from "./panels/download.js";
import { find } from "./panels/find.js";
import { keys } from "./panels/keys.js";
import { notes } from "./panels/notes.js";
import { share } from "./panels/share.js";
import { text } from "./panels/text.js";
import { regionOf } from "./regions.js";
import { said, wordsFor } from "./words.js";
import { makeViewer } from "./zoom.js";

const PANELS = { adjust, download, find, keys, notes, share, text };
const KEYS = { b: "beside", f: "full", "/": "find", t: "text", "?": "keys" };

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
      this.sayZoom();
      this.follow();
    });
    this.viewer.addHandler("pan", () => this.follow());
    this.viewer.addHandler("animation-finish", () => this.atRest?.());
    this.tools();
    this.addEventListener("keydown", (event) => this.key(event));
    this.addEventListener("dragover", (event) => event.preventDefault());
    this.addEventListener("drop", (event) => this.dropped(event));
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
    viewer.addHandler("open-failed", () => this.trouble(this.words.trouble, viewer));
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
      if (!this.dataset.info) this.trouble(this.words.trouble);
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
    this.offer();
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
    this.uninvite(viewer);
    let info, answer;
    try {
      const reply = await fetch(address);
      if (!reply.ok) throw new Error(reply.status);
      info = await reply.json();
      answer = await authorize(info, (invitation) => {
        if (wanted()) this.invite(invitation, viewer);
        else invitation.leave();
      });
    } catch {
      if (wanted()) this.trouble(this.words.trouble, viewer);
      return;
    }
    if (!wanted()) return;
    this.uninvite(viewer);
    const { language } = this.words;
    const why =
      [said(answer.heading, language), said(answer.note, language)].filter(Boolean).join(". ") || this.words.trouble;
    if (viewer === this.viewer) this.rights = answer.status === 200 && !(info.service ?? []).length ? "open" : "here";
    if (answer.status === 200) viewer.open(info);
    else {
      if (answer.substitute?.length) viewer.open({ type: "image", url: answer.substitute[0].id });
      this.trouble(why, viewer);
    }
  }

  invite({ way, answer, open, leave }, viewer) {
    this.uninvite(viewer);
    const { language } = this.words;
    const line = (text, name = "p") => (text ? [make(name, { textContent: text })] : []);
    const button = make("button", {
      type: "button",
      className: "button",
      textContent: said(way.confirmLabel, language) || this.words.signIn,
    });
    const status = make("p", { role: "status" });
    button.addEventListener("click", () => {
      if (open()) status.textContent = this.words.wait;
    });
    viewer.invitation = make(
      "div",
      { className: "invitation" },
      ...line(said(way.heading, language), "h2"),
      ...line(said(way.note, language)),
      ...line(said(way.label, language)),
      button,
      status,
    );
    viewer.leave = leave;
    if (answer.substitute?.length) {
      const small = answer.substitute[0];
      viewer.invitation.prepend(
        make("img", { src: small.id, alt: said(small.label, language), width: small.width, height: small.height }),
      );
    }
    viewer.stage.append(viewer.invitation);
  }

  uninvite(viewer) {
    viewer.invitation?.remove();
    viewer.leave?.();
    viewer.invitation = viewer.leave = null;
    viewer.stage.querySelector(".trouble")?.remove();
  }

  shown() {
    if (this.still) this.still.style.visibility = "hidden";
    this.toggleAttribute("data-ready", true);
    this.mark();
  }

  trouble(text, viewer = this.viewer) {
    if (viewer === this.viewer && this.still) this.still.style.visibility = this.at === this.began ? "" : "hidden";
    viewer.stage.querySelector(".trouble")?.remove();
    viewer.stage.append(make("p", { className: "trouble", role: "alert", textContent: text.trim() }));
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
      if (this.second) this.openSecond();
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

  sayZoom() {
    clearTimeout(this.quiet);
    this.quiet = setTimeout(() => {
      const item = this.viewer.world.getItemAt(0);
      if (item)
        this.spoken.textContent = `${this.words.zoom} ${Math.round(item.viewportToImageZoom(this.viewer.viewport.getZoom(true)) * 100)} %`;
    }, 700);
  }

  // -- tools ----------------------------------------------------------------------------------------

  tools() {
    const bar = make("div", { className: "tools" });
    bar.setAttribute("role", "toolbar");
    const view = () => this.viewer.viewport;
    const zoom = (by) => {
      view().zoomBy(by);
      view().applyConstraints();
    };
    this.before = this.tool(bar, "before", () => this.turnTo(Math.max(0, this.at - this.step)));
    this.after = this.tool(bar, "after", () => this.turnTo(Math.min(this.pages.length - 1, this.at + this.step)));
    this.tool(bar, "in", () => zoom(1.6));
    this.tool(bar, "out", () => zoom(1 / 1.6));
    this.tool(bar, "whole", () => view().goHome());
    this.tool(bar, "turn", () => {
      view().rotateBy(90);
      this.second?.viewport.rotateBy(90);
    });
    this.beside = this.tool(bar, "beside", () => this.toggleSecond());
    this.beside.setAttribute("aria-pressed", "false");
    this.panelTools = {};
    for (const name of ["adjust", "find", "text", "notes", "share", "download", "keys"]) {
      this.panelTools[name] = this.tool(bar, name, () => this.toggle(name));
      this.panelTools[name].setAttribute("aria-expanded", "false");
      this.panelTools[name].hidden = !["adjust", "keys"].includes(name);
    }
    this.tool(bar, "full", () => this.fullScreen());
    this.where = make("span", { className: "where" });
    this.where.setAttribute("aria-live", "polite");
    this.spoken = make("span", { className: "spoken" });
    this.spoken.setAttribute("aria-live", "polite");
    bar.append(this.where, this.spoken);
    this.append(bar);
    this.say();
  }

  tool(bar, sign, act) {
    const button = make("button", { type: "button", title: this.words[sign] }, icon(sign));
    button.setAttribute("aria-label", this.words[sign]);
    button.dataset.tool = sign;
    button.addEventListener("click", act);
    bar.append(button);
    return button;
  }

  // What the manifest brings: tools whose service is there.
  offer() {
    const { search, pages, direction } = this.manifest;
    this.panelTools.find.hidden = !search;
    this.panelTools.text.hidden = !pages.some((page) => page.text);
    this.panelTools.notes.hidden = !pages.some((page) => page.notes);
    this.panelTools.share.hidden = false;
    this.panelTools.download.hidden = false;
    this.toggleAttribute("data-right-to-left", direction === "right-to-left");
    if (this.dataset.find) this.toggle("find", this.dataset.find);
  }

  fullScreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else if (this.requestFullscreen) this.requestFullscreen();
    else this.toggleAttribute("data-full"); // telephones that give the full screen to films only
  }

  key(event) {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if (event.key === "Escape" && this.showing) {
      this.toggle(this.showing);
      return;
    }
    if (typing || event.altKey || event.ctrlKey || event.metaKey) return;
    const last = this.pages.length - 1;
    const pages = {
      PageDown: Math.min(last, this.at + this.step),
      PageUp: Math.max(0, this.at - this.step),
      Home: 0,
      End: last,
    };
    if (event.key in pages) {
      event.preventDefault();
      this.turnTo(pages[event.key]);
    } else if (event.key.toLowerCase() in KEYS) {
      const name = KEYS[event.key.toLowerCase()];
      const button = this.querySelector(`[data-tool="${name}"]`);
      if (button && !button.hidden) {
        event.preventDefault();
        event.stopPropagation();
        button.click();
      }
    }
  }

  get step() {
    return this.second ? 2 : 1;
  }

  // -- two pages side by side -------------------------------------------------------------------------

  toggleSecond() {
    const on = !this.second;
    this.beside.setAttribute("aria-pressed", String(on));
    this.toggleAttribute("data-beside", on);
    if (on) {
      this.secondStage = make("div", { className: "stage second" });
      this.stage.after(this.secondStage);
      this.second = this.eye(this.secondStage);
      this.second.addHandler("open", () => this.follow());
      this.filter();
      this.openSecond();
      this.comeIntoView();
    } else {
      this.second.destroy();
      this.secondStage.remove();
      this.second = null;
    }
    this.say();
  }

  // Two pages are looked at alike: the second goes where the first goes.
  follow() {
    if (!this.second?.world.getItemCount()) return;
    const { viewport } = this.viewer;
    this.second.viewport.zoomTo(viewport.getZoom(), null, false);
    this.second.viewport.panTo(viewport.getCenter(), false);
  }

  openSecond() {
    const page = this.pages[this.at + 1];
    this.second.close();
    if (page) this.open(page.info, this.second);
    else {
      this.second.turns += 1;
      this.uninvite(this.second);
    }
  }

  // -- panels -----------------------------------------------------------------------------------------

  toggle(name, argument) {
    const on = this.showing !== name;
    if (this.showing) this.panelTools[this.showing].setAttribute("aria-expanded", "false");
    this.showing = on ? name : null;
    this.side.hidden = !on;
    this.clearHits();
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

  async annotations(address) {
    try {
      const answer = await fetch(address);
      return answer.ok ? (await answer.json()).items : null;
    } catch {
      return null;
    }
  }

  // Text that leads to its place on the picture when it has one.
  lookLine(text, target, name) {
    const region = regionOf(target);
    if (!region) return make(name, { textContent: text });
    const button = make("button", { type: "button", className: "line", textContent: text });
    button.addEventListener("click", () => {
      this.lookNear(region);
      this.draw([target]);
    });
    return make(name, {}, button);
  }

  // Hits of the page that is open, drawn on the picture.
  mark() {
    if (this.hits?.length && this.showing === "find") this.draw(this.hits);
  }

  draw(targets, kind = "") {
    this.clearHits();
    const page = this.pages[this.at];
    const item = this.viewer.world.getItemAt(0);
    if (!item || !page?.id) return;
    for (const target of targets) {
      const region = regionOf(target);
      if (!region || !String(target).startsWith(`${page.id}#`)) continue;
      this.viewer.addOverlay({
        element: make("div", { className: `hit ${kind}` }),
        location: item.imageToViewportRectangle(...region),
      });
    }
  }

  clearHits() {
    this.viewer.clearOverlays();
  }

  // -- sharing ----------------------------------------------------------------------------------------

  // Content State 1.0: the page and the part of it that is seen now
  state() {
    const page = this.pages[this.at];
    const item = this.viewer.world.getItemAt(0);
    let spot = "";
    if (item) {
      const seen = item.viewportToImageRectangle(this.viewer.viewport.getBounds(true));
      const x = Math.max(0, Math.round(seen.x)),
        y = Math.max(0, Math.round(seen.y));
      const right = Math.min(page.width, Math.round(seen.x + seen.width)),
        bottom = Math.min(page.height, Math.round(seen.y + seen.height));
      if (right > x && bottom > y && (x || y || right < page.width || bottom < page.height))
        spot = `#xywh=${x},${y},${right - x},${bottom - y}`;
    }
    return { id: `${page.id}${spot}`, type: "Canvas", partOf: [{ id: this.manifest.id, type: "Manifest" }] };
  }

  link() {
    return this.linkTo(this.state());
  }

  linkTo(state) {
    const language = this.words.language === "en" ? "&lang=en" : "";
    return `${new URL(this.manifest.id).origin}/iiif/view?iiif-content=${encodeState(state)}${language}`;
  }

  // A view dragged here from elsewhere is opened if one of these pages is meant.
  dropped(event) {
    const text = event.dataTransfer.getData("text/plain") || event.dataTransfer.getData("text/uri-list");
    if (!text) return;
    event.preventDefault();
    let state;
    try {
      const inLink = URL.canParse?.(text) ? new URL(text).searchParams.get("iiif-content") : null;
      state = decodeState(inLink ?? text);
    } catch {
      return;
    }
    const id = String(state.target?.id ?? state.id ?? "");
    const index = this.pages.findIndex((page) => page.id === id.split("#")[0]);
    if (index >= 0) this.turnTo(index, regionOf(id) ?? undefined);
    else if (/^https?:/.test(id)) location.assign(this.linkTo(state));
  }
}

if (!customElements.get("deep-zoom")) customElements.define("deep-zoom", DeepZoom);
