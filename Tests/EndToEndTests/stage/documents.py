"""The examples in the documents, so that tests run what readers copy."""
import re

from .providers import REPOSITORY


def example(document, language, beginning=""):
    """The only code block of that language that begins with those words."""
    text = (REPOSITORY / "docs" / document).read_text()
    blocks = [block for block in re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
              if block.startswith(beginning)]
    assert len(blocks) == 1, f"{len(blocks)} blocks of {language} in {document} begin with {beginning!r}"
    return blocks[0]
