// OpenSeadragon with the settings of the house.
/* global OpenSeadragon */
export function makeViewer(element, info, options = {}) {
  return OpenSeadragon({
    element,
    tileSources: info ? [info] : [],
    drawer: "canvas",
    crossOriginPolicy: false,
    ajaxWithCredentials: false,
    showNavigationControl: false,
    gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true },
    animationTime: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 0.9,
    visibilityRatio: 0.6,
    minZoomImageRatio: 0.7,
    maxZoomPixelRatio: 3,
    preserveImageSizeOnResize: true,
    ...options,
  });
}
