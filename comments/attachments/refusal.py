"""Why a file is not let in."""


class RefusedFile(Exception):
    """A file that is not let in; the message says why and what to do."""
