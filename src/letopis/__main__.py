"""``python -m letopis`` is ``letopis``; Ctrl-C is heard from the first moment."""

import os
import sys

PATIENCE = 5.0
"""Seconds for an end in good order."""


def main() -> None:
    """Run the command line; nothing is imported before Ctrl-C has its answer."""
    try:
        from letopis.cli import main as run
    except KeyboardInterrupt:
        sys.stderr.write("letopis: stopped\n")
        sys.exit(130)
    try:
        run()
    except SystemExit as end:
        if end.code == 130:
            _end_soon()
        raise


def _end_soon() -> None:
    """See the process ended after Ctrl-C, where a worker that was just starting would have it wait for ever."""
    from threading import Timer

    timer = Timer(PATIENCE, os._exit, [130])
    timer.daemon = True
    timer.start()


if __name__ == "__main__":
    main()
