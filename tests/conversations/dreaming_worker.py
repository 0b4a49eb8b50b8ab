"""A worker for one test: its maker says by a file that it has begun to think, and does not come to an end."""

import os
import time
from pathlib import Path

from portal import create_app
from portal.conversations.services import thinking
from portal.worker import work


class Dreaming:
    """Thinks longer than the test waits."""

    name = "dreaming"

    def propose(self, _situation):
        Path(os.environ["HAS_BEGUN"]).touch()
        time.sleep(120)


if __name__ == "__main__":
    thinking.makers = lambda: [Dreaming()]
    work(create_app())
