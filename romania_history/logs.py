"""What is written to the log, and what never is."""

import logging
import re

_TOKEN = re.compile(r"(/preview/)[^/\s?'\"]+")


class Formatter(logging.Formatter):
    """Leaves out the tokens of links to previews: whoever reads the log may not see what the links show."""

    def format(self, record: logging.LogRecord) -> str:
        return _TOKEN.sub(r"\1…", super().format(record))
