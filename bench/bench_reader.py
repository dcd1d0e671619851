"""How many forms a second the text reader reads on one core, over all layouts of the tests' corpus."""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from vinculo.paper.editions import packaged_edition
from vinculo.paper.reading import read_text
from vinculo.paper.reading.tests.form_texts import write_form
from vinculo.paper.reading.tests.invented_forms import invented_form
from vinculo.paper.reading.tests.layouts import random_layout

FORMS = 300
ROUNDS = 7
TARGET = 500.0


def invented_texts(count: int) -> list[str]:
    editions = [packaged_edition(1), packaged_edition(2)]
    texts = []
    for seed in range(count):
        rng = Random(seed)
        edition = rng.choice(editions)
        texts.append(write_form(invented_form(rng, edition), edition, random_layout(rng), rng))
    return texts


def main() -> None:
    editions = [packaged_edition(1), packaged_edition(2)]
    texts = invented_texts(FORMS)
    read_text(texts[0], editions)
    rates = []
    for _ in range(ROUNDS):
        # Time of this process alone: what else the machine does is not the reader's.
        start = time.process_time()
        for text in texts:
            read_text(text, editions)
        rates.append(FORMS / (time.process_time() - start))
    kilobytes = statistics.mean(len(text.encode()) for text in texts) / 1000
    print(
        f"text reader: {statistics.median(rates):.0f} forms/s on one core "
        f"(median of {ROUNDS} rounds of {FORMS} forms of {kilobytes:.1f} kB; target {TARGET:.0f})"
    )


if __name__ == "__main__":
    main()
