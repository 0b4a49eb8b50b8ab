"""Lanes: jobs in threads, at most so many; without them, at once."""

import threading

import pytest

from portal.core import lanes
from portal.core.lanes import Lane, take_place
from portal.core.outbox import NotNow


@pytest.fixture
def opened(app):
    lanes.open_lanes(app, places=2)
    yield
    lanes.close_lanes()


def test_without_lanes_a_job_runs_at_once(app):
    seen = []
    take_place(Lane.SLOW).run(lambda: seen.append(threading.current_thread()))
    assert seen == [threading.current_thread()]


def test_a_full_lane_says_not_now_and_leaves_the_other_open(opened):
    release, begun = threading.Event(), threading.Barrier(3)

    def hang():
        begun.wait(10)
        release.wait(10)

    for _ in range(2):
        take_place(Lane.SLOW).run(hang)
    begun.wait(10)
    with pytest.raises(NotNow):
        take_place(Lane.SLOW)
    done = threading.Event()
    take_place(Lane.QUICK).run(done.set)
    assert done.wait(10)
    release.set()


@pytest.mark.parametrize("ends", ["well", "badly", "before it began"])
def test_a_place_is_free_again_when_its_job_has_ended(opened, ends):
    for _ in range(10):
        for _again in range(200):
            try:
                place = take_place(Lane.QUICK)
                break
            except NotNow:
                threading.Event().wait(0.01)
        if ends == "before it began":
            place.leave()
        else:
            place.run((lambda: None) if ends == "well" else (lambda: 1 / 0))


def test_a_job_has_an_application_of_its_own(opened, app):
    from flask import current_app

    seen, done = [], threading.Event()
    take_place(Lane.QUICK).run(lambda: (seen.append(current_app.name), done.set()))
    assert done.wait(10) and seen == [app.name]


def test_at_the_end_what_runs_may_end_and_what_hangs_is_counted(app):
    lanes.open_lanes(app)
    release, done = threading.Event(), []
    take_place(Lane.SLOW).run(lambda: release.wait(20))
    take_place(Lane.QUICK).run(lambda: done.append(threading.Event().wait(0.1)))
    assert lanes.close_lanes(wait=1) == 1
    assert len(done) == 1
    release.set()
    assert lanes.close_lanes(wait=10) == 0
