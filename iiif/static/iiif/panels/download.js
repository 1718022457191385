// The page as a picture, and the renderings of the document.
import { make } from "../dom.js";
import { said } from "../words.js";

export function download(viewer) {
  if (viewer.rights !== "open") {
    viewer.panel("download", make("p", { textContent: viewer.words.onlyHere }));
    return;
  }
  const image = `${viewer.pages[viewer.at].info.replace(/info\.json$/, "")}full/max/0/default.jpg`;
  const links = [
    make("a", {
      href: image,
      download: "",
      textContent: `${viewer.words.image} (${viewer.pages[viewer.at].width} × ${viewer.pages[viewer.at].height})`,
    }),
  ];
  for (const each of viewer.manifest.renderings)
    links.push(make("a", { href: each.id, textContent: said(each.label, viewer.words.language) }));
  viewer.panel("download", make("ul", {}, ...links.map((link) => make("li", {}, link))));
}
