// The reader's own size of text, kept on this device only.
const SIZES = [1, 1.15, 1.3, 1.5, 2];
const KEY = "reader-size";

function apply(size) {
  document.documentElement.style.setProperty("--reader-size", size);
}

function step(by) {
  const now = SIZES.indexOf(Number(localStorage.getItem(KEY)) || 1);
  const next = SIZES[Math.min(SIZES.length - 1, Math.max(0, now + by))];
  localStorage.setItem(KEY, next);
  apply(next);
}

apply(Number(localStorage.getItem(KEY)) || 1);
for (const button of document.querySelectorAll("[data-size-step]")) {
  button.addEventListener("click", () => step(Number(button.dataset.sizeStep)));
}

const shade = document.querySelector("[data-shade-choice]");
if (shade) {
  shade.value = document.documentElement.dataset.shade ?? "";
  shade.addEventListener("change", () => {
    if (shade.value) {
      localStorage.setItem("reader-shade", shade.value);
      document.documentElement.dataset.shade = shade.value;
    } else {
      localStorage.removeItem("reader-shade");
      delete document.documentElement.dataset.shade;
    }
  });
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(source.value ?? source.textContent.trim());
    } catch {
      source.select?.();
      document.execCommand("copy");
    }
    button.textContent = button.dataset.done;
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// filters stand open in the margin of a wide page and fold away on a phone
for (const details of document.querySelectorAll("[data-open-wide]")) {
  details.open = matchMedia("(min-width: 60rem)").matches;
}

// A busy server answers 503 for a picture that must be drawn first: it is asked again, twice, and then leaves its room empty.
document.addEventListener(
  "error",
  ({ target }) => {
    if (!(target instanceof HTMLImageElement) || target.closest("deep-zoom")) return;
    const asked = Number(target.dataset.asked ?? 0) + 1;
    target.dataset.asked = asked;
    if (asked > 2) target.classList.add("unavailable");
    else
      setTimeout(
        () => {
          target.src = target.currentSrc || target.src;
        },
        1500 * asked + 500 * Math.random(),
      );
  },
  true,
);
