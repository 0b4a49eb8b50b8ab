"""Any order of booking, moving, giving back, cancelling: held time is always exactly the time of what is booked."""

from datetime import timedelta

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from portal.core.database import db
from portal.core.errors import RuleBroken
from portal.interviews import queries, services
from portal.interviews.models import HeldCell, Interview
from portal.interviews.rules import BOOKED, SlotTaken, cells
from tests.factories import World
from tests.interviews import steps
from tests.interviews.steps import S, an_interview, slot

which = st.integers(0, 2)


class Bookings(RuleBasedStateMachine):
    """Three interviews of one interviewer, whose offered times overlap each other."""

    world: World

    @initialize()
    def plan(self) -> None:
        # Nobody else holds this interviewer's time, whatever earlier runs have left behind.
        self.interviewer = steps.an_interviewer()
        self.interviews = [
            an_interview(self.world, interviewer_ids=[self.interviewer], slots=[slot(n / 4), slot(n / 4 + 1)])
            for n in range(3)
        ]

    def attempt(self, number: int, verb, *more) -> None:
        before = self.state_of(number)
        try:
            verb(self.interviews[number], *more, self.world.recruiter)
        except RuleBroken:
            assert self.state_of(number) == before

    def state_of(self, number: int):
        row = self.interviews[number]
        return row.interview_status, row.scheduled_start_time, row.ics_sequence, sorted(self.cells_of(row))

    def cells_of(self, row: Interview) -> set[tuple[str, int]]:
        held = select(HeldCell.person, HeldCell.cell).where(HeldCell.interview_id == row.id)
        return {(person, cell) for person, cell in db.session.execute(held)}

    @rule(number=which, place=st.integers(0, 1))
    def choose(self, number: int, place: int) -> None:
        row = self.interviews[number]
        wanted = queries.slots_of(row.id)[place]
        free = queries.offers(row)[place].is_available
        try:
            services.choose_slot(row, wanted, self.world.recruiter)
            assert free, "a slot that was shown as taken could be booked"
        except SlotTaken:
            assert not free, "a slot that was shown as free could not be booked"
        except RuleBroken:
            assert row.interview_status not in {S.AWAITING, *BOOKED}

    @rule(number=which)
    def give_back(self, number: int) -> None:
        self.attempt(number, services.give_back)

    @rule(number=which)
    def invite(self, number: int) -> None:
        self.attempt(number, services.send_invite)

    @rule(number=which)
    def no_show(self, number: int) -> None:
        self.attempt(number, services.mark_no_show)

    @rule(number=which)
    def invite_again(self, number: int) -> None:
        self.attempt(number, services.invite_again)

    @precondition(lambda self: sum(i.interview_status is S.CANCELLED for i in self.interviews) < 2)
    @rule(number=which)
    def cancel(self, number: int) -> None:
        self.attempt(number, services.cancel)

    @invariant()
    def held_time_is_booked_time(self) -> None:
        for row in getattr(self, "interviews", ()):
            wanted = set()
            if row.interview_status in BOOKED:
                span = cells(row.scheduled_start_time, row.scheduled_end_time)
                wanted = {(p, c) for p in (f"u{self.interviewer}", f"c{row.candidate_id}") for c in span}
                assert [s.start for s in steps.chosen(row)] == [row.scheduled_start_time]
            else:
                assert steps.chosen(row) == []
            assert self.cells_of(row) == wanted

    @invariant()
    def nobody_is_in_two_rooms(self) -> None:
        booked = [i for i in getattr(self, "interviews", ()) if i.interview_status in BOOKED]
        times = sorted((i.scheduled_start_time, i.scheduled_end_time) for i in booked)
        assert all(b[0] - a[1] >= timedelta(0) for a, b in zip(times, times[1:], strict=False))

    @invariant()
    def mails_count_upwards(self) -> None:
        for row in getattr(self, "interviews", ()):
            mailed = [mail for mail in steps.mails(row) if mail.ics and mail.to_email == steps.email_of(row)]
            sequences = [int(steps.ics_of(mail)[1]["SEQUENCE"]) for mail in mailed]
            assert sequences == list(range(len(sequences)))


def test_peer_32_bookings_in_any_order_hold_what_they_say(company):
    calm = settings(
        phases=[Phase.explicit, Phase.generate],
        max_examples=20,
        stateful_step_count=20,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    run_state_machine_as_test(type("Bookings", (Bookings,), {"world": company}), settings=calm)
