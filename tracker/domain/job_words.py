"""Words for work that goes on while nobody waits for it."""

from tracker.domain.vocabulary import Word


class JobState(Word):
    """How far a job has come."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
