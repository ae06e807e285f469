"""Runs: driven, stopped, watched."""

from workbench.core.run import Command, Progressed, Run, Stop, finish, watched


def counting(limit: int) -> Run[int]:
    for done in range(limit):
        command = yield Progressed(done, limit)
        if isinstance(command, Stop):
            return done
    return limit


def test_that_finish_gives_the_result() -> None:
    assert finish(counting(3)) == 3


def test_that_a_command_returned_by_the_reporter_reaches_the_run() -> None:
    def stop_at_two(event: object) -> Command | None:
        return Stop() if isinstance(event, Progressed) and event.done == 2 else None

    assert finish(counting(10), stop_at_two) == 2


def test_that_watched_tells_of_a_stop() -> None:
    assert finish(watched(counting(3))) == (3, False)
    assert finish(watched(counting(3)), lambda _: Stop()) == (0, True)


def test_that_closing_a_watched_run_closes_the_run_inside() -> None:
    closed = []

    def noticing() -> Run[None]:
        try:
            yield Progressed(0, 1)
        finally:
            closed.append(True)

    run = watched(noticing())
    next(run)
    run.close()
    assert closed == [True]
