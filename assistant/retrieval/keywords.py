"""The keyword side: BM25 over SQLite's FTS5."""

import json
import sqlite3
from collections.abc import Iterable, Sequence

from assistant.retrieval.words import build_terms, rarity, split_words

SCHEMA = """
CREATE VIRTUAL TABLE keywords USING fts5(
    words, tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Co M*' tokenchars '.'"
);
CREATE VIRTUAL TABLE keyword_counts USING fts5vocab(keywords, row);
"""


class KeywordIndex:
    """Texts by key, found by the words they hold. Lives in the tables of `SCHEMA` on the connection it is given."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, texts: Iterable[tuple[int, str]]) -> None:
        """Make texts findable under their keys."""
        rows = ((key, " ".join(split_words(text))) for key, text in texts)
        self._connection.executemany("INSERT INTO keywords(rowid, words) VALUES (?, ?)", rows)

    def remove(self, keys: Iterable[int]) -> None:
        """Forget these texts."""
        self._connection.executemany("DELETE FROM keywords WHERE rowid = ?", ((key,) for key in keys))

    def tidy(self) -> None:
        """Drop what removed texts left behind inside the index."""
        self._connection.execute("INSERT INTO keywords(keywords) VALUES ('optimize')")

    def find(self, question: str, limit: int, among: Sequence[int] | None = None) -> list[int]:
        """Keys of the best texts by BM25 (k1 1.2, b 0.75), best first, equal ones by key; `among` these keys only."""
        terms = build_terms(question)
        if not terms:
            return []
        if among is not None:
            shares = self.shares(question, among)
            return sorted((key for key in shares if shares[key] > 0), key=lambda key: (-shares[key], key))[:limit]
        query = "SELECT rowid FROM keywords WHERE keywords MATCH ? ORDER BY rank, rowid LIMIT ?"
        return [key for (key,) in self._connection.execute(query, (_matching(terms), limit))]

    def shares(self, question: str, keys: Sequence[int]) -> dict[int, float]:
        """For each key the share of the question's words that its text holds, weighted by their rarity.

        It is BM25 over what a text of average length with every word once would get: 0 for none, about 1 for all.
        """
        terms = build_terms(question)
        whole = self._weight(terms)
        found = dict.fromkeys(keys, 0.0)
        if not terms or whole <= 0:
            return found
        # the plus keeps SQLite from running the whole match once for every key
        query = (
            "SELECT rowid, -bm25(keywords) FROM keywords WHERE keywords MATCH ? "
            "AND +rowid IN (SELECT value FROM json_each(?))"
        )
        for key, weight in self._connection.execute(query, (_matching(terms), json.dumps(list(keys)))):
            found[key] = weight / whole
        return found

    def _weight(self, terms: Sequence[str]) -> float:
        """What the words weigh together; words that no text holds weigh most."""
        (texts,) = self._connection.execute("SELECT count(*) FROM keywords_docsize").fetchone()
        return sum(rarity(texts, self._holding(term)) for term in terms)

    def _holding(self, term: str) -> int:
        if term.endswith("*"):
            query = "SELECT count(*) FROM keywords WHERE keywords MATCH ?"
            return int(self._connection.execute(query, (_quoted(term),)).fetchone()[0])
        row = self._connection.execute("SELECT doc FROM keyword_counts WHERE term = ?", (term,)).fetchone()
        return int(row[0]) if row else 0


def _matching(terms: Iterable[str]) -> str:
    return " OR ".join(_quoted(term) for term in terms)


def _quoted(term: str) -> str:
    """A term for FTS5. It holds letters and digits only (see `words`), so nothing needs escaping."""
    return f'"{term[:-1]}" *' if term.endswith("*") else f'"{term}"'
