// The page as a picture, and the renderings of the document.
import { make } from "../dom.js";
import { said } from "../words.js";

export function download(deepZoom) {
  if (deepZoom.rights !== "open") {
    deepZoom.panel("download", make("p", { textContent: deepZoom.words.onlyHere }));
    return;
  }
  const image = `${deepZoom.pages[deepZoom.at].info.replace(/info\.json$/, "")}full/max/0/default.jpg`;
  const links = [
    make("a", {
      href: image,
      download: "",
      textContent: `${deepZoom.words.image} (${deepZoom.pages[deepZoom.at].width} × ${deepZoom.pages[deepZoom.at].height})`,
    }),
  ];
  for (const each of deepZoom.manifest.renderings)
    links.push(make("a", { href: each.id, textContent: said(each.label, deepZoom.words.language) }));
  deepZoom.panel("download", make("ul", {}, ...links.map((link) => make("li", {}, link))));
}
