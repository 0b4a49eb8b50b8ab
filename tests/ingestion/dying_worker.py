"""A worker for one test: it is killed in the middle of its second batch, as `kill -9` would."""

import os
import signal

from portal import create_app
from portal.ingestion import services
from portal.worker import work

take, batches = services.jobs.take_postings, 0


def take_one_batch(*args):
    """The first batch as it is; in the second the jobs are written, and the process is gone before the commit."""
    global batches
    batches += 1
    took = take(*args)
    if batches == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return took


if __name__ == "__main__":
    services.jobs.take_postings = take_one_batch
    work(create_app())
