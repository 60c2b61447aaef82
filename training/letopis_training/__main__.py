"""``python -m letopis_training`` is ``letopis train``."""

from letopis.cli import main
from letopis_training.cli import app

if __name__ == "__main__":
    main(app)
