"""A worker for one test: as `flask worker`, but it knows a task that kills its process, as `kill -9` would."""

import os
import signal

from portal import create_app
from portal.core.outbox import task
from portal.worker import work


@task("poison", attempts=2)
def poison(_payload):
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    work(create_app())
