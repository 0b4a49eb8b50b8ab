"""The language model that an operator may configure: any server that speaks OpenAI's chat completions.

`OPENAI_API_KEY`, `OPENAI_BASE_URL` and `OPENAI_MODEL` name it. What it answers is a suggestion like any other: whoever
asks checks it. It gets no tools, and nothing but what is passed to `ask`.
"""

import json
import logging
import re
import threading
from typing import Any

from flask import current_app

MAX_TOKENS = 4000
MAX_ANSWER = 100_000
FENCE = re.compile(r"^\s*```(?:json)?\s*|\s*```\s*$")
log = logging.getLogger(__name__)


def configured() -> bool:
    """Whether there is a model to ask."""
    return bool(current_app.config["OPENAI_API_KEY"])


def ask(instructions: str, text: str) -> dict[str, Any] | None:
    """The model's answer as the JSON object that it was asked for.

    None when there is no model, it fails, answers something else, or takes longer than `OPENAI_SECONDS` altogether: the
    caller goes on without it. Must not be called inside a writing transaction, for it waits for another system.
    """
    if not configured():
        return None
    settings = {name: current_app.config[f"OPENAI_{name}"] for name in ("API_KEY", "BASE_URL", "MODEL", "SECONDS")}
    answers: list[str] = []
    asking = threading.Thread(target=_ask, args=(settings, instructions, text, answers), daemon=True)
    asking.start()
    # The package bounds each wait on the wire; a server that drips its answer keeps within those for ever.
    asking.join(settings["SECONDS"])
    if not answers:
        log.info("the language model gave no answer")
        return None
    return _object(answers[0])


def _ask(settings: dict[str, Any], instructions: str, text: str, answers: list[str]) -> None:
    import openai  # takes seconds to import, so only whoever asks pays for it

    try:
        client = openai.OpenAI(
            api_key=settings["API_KEY"],
            base_url=settings["BASE_URL"] or None,
            timeout=settings["SECONDS"],
            max_retries=0,
        )
        with client:
            told = client.chat.completions.create(
                model=settings["MODEL"],
                messages=[{"role": "system", "content": instructions}, {"role": "user", "content": text}],
                response_format={"type": "json_object"},
                temperature=0,
                max_completion_tokens=MAX_TOKENS,
            )
        answers.append(str(told.choices[0].message.content or ""))
    except Exception as error:  # whatever a server on the net may answer: the local way stands
        # The kind alone: a message may quote what was sent.
        log.info("the language model failed: %s", type(error).__name__)


def _object(answer: str) -> dict[str, Any] | None:
    if len(answer) > MAX_ANSWER:
        return None
    try:
        told = json.loads(FENCE.sub("", answer))
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) else None
