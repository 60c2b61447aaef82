"""``python -m letopis`` is ``letopis``; Ctrl-C is heard from the first moment."""

import sys


def main() -> None:
    """Run the command line; nothing is imported before Ctrl-C has its answer."""
    try:
        from letopis.cli import main as run
    except KeyboardInterrupt:
        sys.stderr.write("letopis: stopped\n")
        sys.exit(130)
    run()


if __name__ == "__main__":
    main()
