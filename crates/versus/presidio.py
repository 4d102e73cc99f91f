"""Presidio with pattern recognizers alone, for `crates/versus`.

Reads one JSON object from standard input, `{"rounds": 3, "texts": […], "lines": […]}`, and writes one: the least seconds for
each text, taken line by line, and for each line the places that would be hidden, in bytes.
"""

import json
import sys
import time

import tldextract
from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
from presidio_analyzer import predefined_recognizers as known
from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine

# The list of domains that comes with the package; without this the first address asks the network for a newer one.
tldextract.extract = tldextract.TLDExtract(suffix_list_urls=())

RECOGNIZERS = (
    known.CreditCardRecognizer,
    known.CryptoRecognizer,
    known.EmailRecognizer,
    known.IbanRecognizer,
    known.PhoneRecognizer,
    known.UkNinoRecognizer,
    known.UsPassportRecognizer,
    known.UsSsnRecognizer,
)

# Weaker patterns, such as nine digits for a social security number, need the words around them.
THRESHOLD = 0.4


class NoModel(NlpEngine):
    """No language model: neither names nor words around a value are looked at."""

    def load(self):
        pass

    def is_loaded(self):
        return True

    def process_text(self, text, language):
        return NlpArtifacts([], [], [], [], self, language)

    def process_batch(self, texts, language, **options):
        return ((text, self.process_text(text, language)) for text in texts)

    def is_stopword(self, word, language):
        return False

    def is_punct(self, word, language):
        return False

    def get_supported_entities(self):
        return []

    def get_supported_languages(self):
        return ["en"]


def main():
    request = json.load(sys.stdin)
    registry = RecognizerRegistry()
    for recognizer in RECOGNIZERS:
        registry.add_recognizer(recognizer())
    engine = AnalyzerEngine(registry=registry, nlp_engine=NoModel(), default_score_threshold=THRESHOLD)

    def look(line):
        places = engine.analyze(text=line, language="en")
        return [[len(line[: p.start].encode()), len(line[: p.end].encode())] for p in places]

    def seconds(text):
        lines = text.splitlines()
        start = time.process_time()
        for line in lines:
            engine.analyze(text=line, language="en")
        return time.process_time() - start

    answer = {
        "seconds": [min(seconds(text) for _ in range(request["rounds"])) for text in request["texts"]],
        "places": [look(line) for line in request["lines"]],
    }
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
