// A link to just this view, to copy or to drag into another viewer.
import { make } from "../dom.js";
import { encodeState } from "../manifest.js";
import { linkOf, stateOf } from "../sharing.js";

export function share(deepZoom) {
  const link = make("input", { type: "text", readOnly: true, value: linkOf(deepZoom) });
  link.setAttribute("aria-label", deepZoom.words.share);
  const copy = make("button", { type: "button", textContent: deepZoom.words.copy });
  copy.addEventListener("click", async () => {
    link.value = linkOf(deepZoom);
    link.select();
    await navigator.clipboard?.writeText(link.value);
    copy.textContent = deepZoom.words.copied;
    setTimeout(() => {
      copy.textContent = deepZoom.words.copy;
    }, 3000);
  });
  copy.setAttribute("aria-live", "polite");
  deepZoom.atRest = () => {
    if (link.isConnected) link.value = linkOf(deepZoom);
  };
  const sign = make("a", {
    className: "iiif-sign",
    draggable: true,
    textContent: "IIIF",
    title: deepZoom.words.drag,
    href: linkOf(deepZoom),
  });
  sign.addEventListener("dragstart", (event) => {
    event.dataTransfer.setData("text/uri-list", linkOf(deepZoom));
    event.dataTransfer.setData("text/plain", encodeState(stateOf(deepZoom)));
  });
  deepZoom.panel(
    "share",
    make("p", { textContent: deepZoom.words.shareHint }),
    link,
    copy,
    make("p", { className: "drag" }, sign, ` ${deepZoom.words.drag}`),
  );
}
