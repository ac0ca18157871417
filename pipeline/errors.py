"""What stops work: on one document (`Unreadable`), or on the whole run (every other error here).

Doubt is never an exception: it is a `Finding`.
"""


class DoichieuError(Exception):
    """Base of all errors of this program.  `exit_code` is what the command line ends with."""

    exit_code = 1


class Unreadable(DoichieuError):
    """One document cannot be read.  `status` and `reason` come from the closed lists of `documents`.

    `detail` is for the log; the sentence for the sender is looked up by `reason`.
    """

    exit_code = 3

    def __init__(self, status: str, reason: str, detail: str = "") -> None:
        super().__init__(f"{status}: {reason}" + (f" ({detail})" if detail else ""))
        self.status = status
        self.reason = reason
        self.detail = detail


class MissingProgram(Unreadable):
    """A document needs an outside program that is not installed."""

    def __init__(self, program: str, reason: str) -> None:
        super().__init__("needs_conversion", reason, program)
        self.program = program


class CatalogueError(DoichieuError):
    """A catalogue contradicts itself; `faults` are lines ``file: key: what is wrong``."""

    exit_code = 2

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class UsageError(DoichieuError):
    """The command line asks for something that cannot be done as asked."""

    exit_code = 2


class OutputError(DoichieuError):
    """The output could not be written (disk full, read-only)."""

    exit_code = 74


class Locked(DoichieuError):
    """Another run holds the lock of the output folder."""

    exit_code = 75
