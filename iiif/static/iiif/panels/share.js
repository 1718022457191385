// A link to just this view, to copy or to drag into another viewer.
import { make } from "../dom.js";
import { encodeState } from "../manifest.js";

export function share(viewer) {
  const link = make("input", { type: "text", readOnly: true, value: viewer.link() });
  link.setAttribute("aria-label", viewer.words.share);
  const copy = make("button", { type: "button", textContent: viewer.words.copy });
  copy.addEventListener("click", async () => {
    link.value = viewer.link();
    link.select();
    await navigator.clipboard?.writeText(link.value);
    copy.textContent = viewer.words.copied;
    setTimeout(() => {
      copy.textContent = viewer.words.copy;
    }, 3000);
  });
  copy.setAttribute("aria-live", "polite");
  viewer.atRest = () => {
    if (link.isConnected) link.value = viewer.link();
  };
  const sign = make("a", {
    className: "iiif-sign",
    draggable: true,
    textContent: "IIIF",
    title: viewer.words.drag,
    href: viewer.link(),
  });
  sign.addEventListener("dragstart", (event) => {
    event.dataTransfer.setData("text/uri-list", viewer.link());
    event.dataTransfer.setData("text/plain", encodeState(viewer.state()));
  });
  viewer.panel(
    "share",
    make("p", { textContent: viewer.words.shareHint }),
    link,
    copy,
    make("p", { className: "drag" }, sign, ` ${viewer.words.drag}`),
  );
}
