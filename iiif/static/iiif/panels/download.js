// The page as a picture, and the renderings of the document.
import { make } from "../dom.js";
import { said } from "../words.js";

export function download(zoom) {
  if (zoom.rights !== "open") {
    zoom.panel("download", make("p", { textContent: zoom.words.onlyHere }));
    return;
  }
  const image = `${zoom.pages[zoom.at].info.replace(/info\.json$/, "")}full/max/0/default.jpg`;
  const links = [
    make("a", {
      href: image,
      download: "",
      textContent: `${zoom.words.image} (${zoom.pages[zoom.at].width} × ${zoom.pages[zoom.at].height})`,
    }),
  ];
  for (const each of zoom.manifest.renderings)
    links.push(make("a", { href: each.id, textContent: said(each.label, zoom.words.language) }));
  zoom.panel("download", make("ul", {}, ...links.map((link) => make("li", {}, link))));
}
