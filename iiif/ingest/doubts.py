"""What looks wrong with a page although no decoder complained of it: an archivist is asked before it is taken.

Knows no Django; used in the confined child alone.
"""

from pathlib import Path

import jpeglib
import numpy as np
import pyvips

from catalog.words import gettext_noop as _

ONE_COLOUR = _(
    "The page is wholly one colour (page {page}). Look at it; if it is right as it is, take it in all the same."
)
NEARLY_BLACK = _(
    "The page is nearly black, as when 12 bits are kept in 16 (page {page}). Look at it; if it is right as it is, "
    "take it in all the same."
)
SEVERAL = _(
    "Pages are wholly one colour or nearly black (page {page}). Look at each; if they are right as they are, take them "
    "in all the same."
)
ROTTEN = _(
    "Parts of the picture are brighter or darker than a picture can be, as when bytes have gone bad. Look at it; if it "
    "is right as it is, take it in all the same."
)
EVEN = 2  # shades between the darkest and the brightest spot of what counts as one colour
DARK = 32  # of 255
# how far rounding alone carries a block past black or white: measured up to 6.7 times the noise of its quantisation
FAR, TIMES = 16, 8
BLOCKS = 20_000  # at a time, so that a large page costs no more memory than a small one
_index = np.arange(8)
_COSINES = np.cos((2 * _index[None, :] + 1) * _index[:, None] * np.pi / 16) / 2
_COSINES[0] /= np.sqrt(2)
COSINES = _COSINES.astype(np.float32)


def of_page(image: pyvips.Image) -> str | None:
    """The doubt about an 8-bit page that is ready to be cut into tiles, as a sentence to fill with its number."""
    stats = image.stats()
    bands = range(1, stats.height)
    if all(stats(1, band)[0] - stats(0, band)[0] <= EVEN for band in bands):
        return ONE_COLOUR
    if stats(1, 0)[0] <= DARK:
        return NEARLY_BLACK
    return None


def of_jpeg(path: Path) -> str | None:
    """The doubt about a JPEG file whose bytes have gone bad so that they still decode.

    A bit that flips lets the decoder read on at the wrong place until it falls into step again. What it reads there is
    noise of a strength that no picture has: before it is cut off at black and white, a block of it lies far outside.
    """
    picture = jpeglib.read_dct(str(path))
    for place, name in enumerate(("Y", "Cb", "Cr", "K")):
        coefficients = getattr(picture, name, None)
        if coefficients is None:
            continue
        table = picture.qt[picture.quant_tbl_no[place]].astype(np.float32)
        noise = float(np.sqrt((table**2).sum() / 12 / 64))
        if _goes_past(FAR + TIMES * noise, coefficients.reshape(-1, 8, 8), table):
            return ROTTEN
    return None


def _goes_past(most: float, blocks: np.ndarray, table: np.ndarray) -> bool:
    """Whether a sample lies more than so many shades below 0 or above 255 (JPEG, ITU-T T.81, A.3.3)."""
    for start in range(0, len(blocks), BLOCKS):
        some = blocks[start : start + BLOCKS].astype(np.float32) * table
        # no coefficient moves a sample by more than a quarter of itself: few blocks have to be transformed
        reach = np.abs(some).sum(axis=(1, 2)) / 4
        some = some[reach > 127 + most]
        samples = (some.reshape(-1, 8) @ COSINES).reshape(-1, 8, 8).transpose(0, 2, 1)
        samples = samples.reshape(-1, 8) @ COSINES + 128
        if samples.size and max(samples.max() - 255, -samples.min()) > most:
            return True
    return False
