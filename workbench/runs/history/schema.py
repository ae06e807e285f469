"""The tables of the history, and how older ones become these.

Large things stand last in a row, so that a list of all runs reads none of them.
"""

APPLICATION = 0x57424831  # "WBH1"
VERSION = 1

TABLES = (
    "CREATE TABLE flow (hash TEXT PRIMARY KEY, text BLOB NOT NULL) STRICT",
    "CREATE TABLE run (id INTEGER PRIMARY KEY AUTOINCREMENT, state TEXT NOT NULL, "
    "sentence TEXT NOT NULL, origin TEXT NOT NULL, name TEXT NOT NULL, file TEXT NOT NULL, "
    "flow TEXT NOT NULL, started REAL NOT NULL, seconds REAL, host TEXT NOT NULL, "
    "pid INTEGER NOT NULL, lock TEXT NOT NULL, versions TEXT NOT NULL, relation TEXT NOT NULL, "
    "fingerprint TEXT NOT NULL, n_rows INTEGER, tags TEXT NOT NULL, note TEXT NOT NULL, "
    "deleted REAL) STRICT",
    "CREATE TABLE result (id INTEGER PRIMARY KEY, run INTEGER NOT NULL, node TEXT NOT NULL, "
    "learner TEXT NOT NULL, name TEXT NOT NULL, relation TEXT NOT NULL, "
    "fingerprint TEXT NOT NULL, n_rows INTEGER, test TEXT NOT NULL, seed INTEGER, "
    "device TEXT NOT NULL, seconds REAL, model TEXT NOT NULL, model_note TEXT NOT NULL, "
    "scores TEXT NOT NULL, parameters TEXT NOT NULL, details BLOB, curve BLOB) STRICT",
    "CREATE INDEX result_run ON result (run)",
    "CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
)

# Tables that SQLite itself makes. They are known by all they say, as anything may bear their names.
OF_SQLITE = frozenset(
    {"CREATE TABLE sqlite_sequence(name,seq)", "CREATE TABLE sqlite_stat1(tbl,idx,stat)"}
)

# From each older version to the next one: statements. All run in one transaction.
MIGRATIONS: dict[int, tuple[str, ...]] = {}
