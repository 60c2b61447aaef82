"""``python -m letopis`` is ``letopis``; Ctrl-C is heard from the first moment."""

import os
import sys
from contextlib import suppress


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
        if end.code == 130:  # at once: the pool's threads would be waited for, and show their insides
            for stream in filter(None, (sys.stdout, sys.stderr)):
                with suppress(OSError):
                    stream.flush()
            if "multiprocessing.util" in sys.modules:
                sys.modules["multiprocessing.util"]._run_finalizers(0)  # gives its semaphores back
            os._exit(130)
        raise


if __name__ == "__main__":
    main()
