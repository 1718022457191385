// A link to just this view, to copy or to drag into another viewer.

import { make } from "../dom.js";
import { encodeState } from "../manifest.js";
import { linkOf, stateOf } from "../states.js";

export function share(zoom) {
  const link = make("input", { type: "text", readOnly: true, value: linkOf(zoom) });
  link.setAttribute("aria-label", zoom.words.share);
  const copy = make("button", { type: "button", textContent: zoom.words.copy });
  copy.addEventListener("click", async () => {
    link.value = linkOf(zoom);
    link.select();
    await navigator.clipboard?.writeText(link.value);
    copy.textContent = zoom.words.copied;
    setTimeout(() => {
      copy.textContent = zoom.words.copy;
    }, 3000);
  });
  copy.setAttribute("aria-live", "polite");
  zoom.atRest = () => {
    if (link.isConnected) link.value = linkOf(zoom);
  };
  const sign = make("a", {
    className: "iiif-sign",
    draggable: true,
    textContent: "IIIF",
    title: zoom.words.drag,
    href: linkOf(zoom),
  });
  sign.addEventListener("dragstart", (event) => {
    event.dataTransfer.setData("text/uri-list", linkOf(zoom));
    event.dataTransfer.setData("text/plain", encodeState(stateOf(zoom)));
  });
  zoom.panel(
    "share",
    make("p", { textContent: zoom.words.shareHint }),
    link,
    copy,
    make("p", { className: "drag" }, sign, ` ${zoom.words.drag}`),
  );
}
