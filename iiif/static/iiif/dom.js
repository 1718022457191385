// Making elements, and the signs on the viewer's buttons.
const SIGNS = {
  before: "M15 5l-7 7 7 7",
  after: "M9 5l7 7-7 7",
  in: "M12 5v14M5 12h14",
  out: "M5 12h14",
  whole: "M5 4h14v16H5z",
  turn: "M19 12a7 7 0 1 1-2.500-5.400M17 3v4h-4",
  full: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
  beside: "M4 5h7v14H4zM13 5h7v14h-7z",
  adjust: "M12 4a8 8 0 1 0 0 16zM12 4a8 8 0 0 1 0 16",
  find: "M10.500 4a6.500 6.500 0 1 0 .010 0zM15.500 15.500L21 21",
  text: "M5 6h14M12 6v13M9 19h6",
  notes: "M4 5h16v11H11l-5 4v-4H4z",
  share: "M9 14l6-4M8 9.500H6.500a3.500 3.500 0 0 0 0 7H9M15 7.500h2.500a3.500 3.500 0 0 1 0 7H16",
  download: "M12 4v11M7 11l5 5 5-5M5 20h14",
  keys: "M3 7h18v10H3zM7 11h.010M11 11h.010M15 11h.010M8 14h8",
};

export function make(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(svg.namespaceURI, "path");
  path.setAttribute("d", SIGNS[name]);
  svg.append(path);
  return svg;
}
