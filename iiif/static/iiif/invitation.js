// What stands on the picture while it cannot be seen: the archive's invitation to ask for it, or what went wrong.
import { make } from "./dom.js";
import { said } from "./words.js";

export function invite(deepZoom, { way, answer, open, leave }, viewer) {
  uninvite(viewer);
  const { words } = deepZoom;
  const { language } = words;
  const line = (text, name = "p") => (text ? [make(name, { textContent: text })] : []);
  const button = make("button", {
    type: "button",
    className: "button",
    textContent: said(way.confirmLabel, language) || words.signIn,
  });
  const status = make("p", { role: "status" });
  button.addEventListener("click", () => {
    if (open()) status.textContent = words.wait;
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

export function uninvite(viewer) {
  viewer.invitation?.remove();
  viewer.leave?.();
  viewer.invitation = viewer.leave = null;
  viewer.stage.querySelector(".trouble")?.remove();
}

export function tellTrouble(deepZoom, text, viewer = deepZoom.viewer) {
  if (viewer === deepZoom.viewer && deepZoom.still)
    deepZoom.still.style.visibility = deepZoom.at === deepZoom.began ? "" : "hidden";
  viewer.stage.querySelector(".trouble")?.remove();
  viewer.stage.append(make("p", { className: "trouble", role: "alert", textContent: text.trim() }));
}
