"""A master that kills the process which decodes it, as a decoder's fault would; knows no Django, for a bare child."""

import os
import signal

from iiif.ingest.press import press


def press_until_the_deadly(path, **options):
    if "deadly" in path.name:
        os.kill(os.getpid(), signal.SIGKILL)
    return press(path, **options)
