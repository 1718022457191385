// Brightness and contrast of the picture.
import { make } from "../dom.js";

export function adjust(zoom) {
  const row = (name) => {
    const input = make("input", { type: "range", min: 30, max: 250, value: zoom[name] ?? 100 });
    input.addEventListener("input", () => {
      zoom[name] = Number(input.value);
      zoom.filter();
    });
    return make("label", {}, zoom.words[name], input);
  };
  const rows = [row("brightness"), row("contrast")];
  const reset = make("button", { type: "button", textContent: zoom.words.reset });
  reset.addEventListener("click", () => {
    zoom.brightness = zoom.contrast = 100;
    zoom.filter();
    adjust(zoom);
  });
  zoom.panel("adjust", ...rows, reset);
}
