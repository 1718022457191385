// The reader's own choice of shade and size, kept on this device only; before the first paint, so that nothing flashes.
(() => {
  const root = document.documentElement;
  root.dataset.scripted = ""; // what scripts will fill keeps its room from the start
  try {
    const shade = localStorage.getItem("reader-shade");
    if (["light", "dark", "contrast"].includes(shade)) root.dataset.shade = shade;
    const size = Number(localStorage.getItem("reader-size"));
    if (size) root.style.setProperty("--reader-size", size);
  } catch {
    /* a browser that keeps nothing */
  }
})();
