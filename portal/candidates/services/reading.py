"""Reading a CV: locally in a child process, then its gaps with the language model, if one is configured."""

from portal.candidates.reading import FileType, Reading, read_in_child
from portal.core import llm


def read(data: bytes, file_type: FileType) -> Reading:
    """The reading of a file. Called outside any transaction: it takes seconds. Raises Unreadable.

    The model gets the text of the CV and nothing else, and only fills what the local reading left empty or doubtful
    with words of that text; where it fails or is slow, the local reading stands.
    """
    reading = read_in_child(data, file_type)
    if llm.configured():
        _fill(reading)
    return reading


def _fill(reading: Reading) -> None:
    from portal.candidates.reading import gaps  # the whole reader, which only the child needs otherwise

    names = gaps.missing(reading)
    answer = llm.ask(gaps.instructions_for(names), gaps.text_for(reading)) if names else None
    if answer is not None and gaps.fill(reading, answer):
        reading.remarks.append("Some fields were suggested by the language model; each stands in the CV. Please check.")
