"""SQLite's shell with a database of 100 MB in a folder that the guest was given: made, indexed, queried, changed, vacuumed, checked.

The database file of the guest must be the native one's, byte for byte; and the distribution's sqlite3, where it is
installed, must find it whole and give the same answers.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import os
import shutil
import subprocess

from scenario import Command, Program, Tool
from workshop import Failure, tail

# What is not there under WASI is left out on both sides: threads, loading code, mapping files.
OPTIONS = ["-DSQLITE_THREADSAFE=0", "-DSQLITE_OMIT_LOAD_EXTENSION", "-DSQLITE_MAX_MMAP_SIZE=0", "-DSQLITE_ENABLE_FTS5", "-DSQLITE_ENABLE_RTREE",
           "-DSQLITE_ENABLE_MATH_FUNCTIONS", "-DHAVE_READLINE=0"]
EMULATED = [f"-D_WASI_EMULATED_{name}" for name in ("SIGNAL", "PROCESS_CLOCKS", "GETPID", "MMAN")]
EMULATED += [f"-lwasi-emulated-{name}" for name in ("signal", "process-clocks", "getpid", "mman")]

# WASI has no file locks; the VFS without locks is the same on both sides.
WITHOUT_LOCKS = ["-batch", "-vfs", "unix-none", "large.db"]

CREATE = """
PRAGMA page_size=4096;
CREATE TABLE entry(id INTEGER PRIMARY KEY, name TEXT, number INTEGER, amount REAL, body TEXT);
BEGIN;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < 430000)
  INSERT INTO entry SELECT i, printf('name-%06d', (i*7919)%1000003), (i*104729)%65521, i/7.0, printf('%0190d', i*i) FROM n;
COMMIT;
CREATE INDEX by_name ON entry(name);
CREATE INDEX by_number ON entry(number, amount);
SELECT count(*), sum(number), total(amount) FROM entry;
"""
QUERIES = """
SELECT * FROM entry WHERE name='name-500000';
SELECT number % 10 AS digit, count(*), round(avg(amount), 6), max(name) FROM entry GROUP BY digit ORDER BY digit;
SELECT a.id, b.id FROM entry a JOIN entry b ON a.number=b.number AND a.id<b.id WHERE a.id<40 ORDER BY 1, 2 LIMIT 100;
SELECT id, row_number() OVER (ORDER BY body DESC) AS place FROM entry WHERE id % 20011 = 0 ORDER BY id;
SELECT sum(length(body)), count(DISTINCT substr(name, 1, 8)) FROM entry;
SELECT name, printf('%.3e', sqrt(amount)) FROM entry WHERE body LIKE '%99999%' ORDER BY name LIMIT 20;
"""
CHANGES = """
BEGIN; DELETE FROM entry WHERE id % 3 = 0; ROLLBACK;
UPDATE entry SET amount = amount * 2, name = name || '!' WHERE id % 10 = 0;
DELETE FROM entry WHERE id BETWEEN 100000 AND 150000;
ATTACH ':memory:' AS aside; -- how an index of words is cut into pages depends on the size of pointers
CREATE VIRTUAL TABLE aside.words USING fts5(body);
INSERT INTO words SELECT 'the number ' || number || ' of ' || name FROM entry WHERE id < 20000;
SELECT rowid, body FROM words WHERE words MATCH 'number AND 600*' ORDER BY rowid;
SELECT json_extract('{"a":[1,{"b":"c"}]}', '$.a[1].b'), hex(x'00ff'), typeof(1.0), quote(NULL);
INSERT INTO words(words) VALUES('integrity-check');
VACUUM main;
PRAGMA main.integrity_check;
"""
SHELL = """
.mode csv
.once table.csv
SELECT id, name, number FROM entry WHERE id < 50000;
.import table.csv copied
SELECT count(*), max("1" + 0) FROM copied;
.backup copy.db
.mode box
SELECT type, name FROM sqlite_schema ORDER BY name;
.schema entry
.output dumped.sql
.dump copied
.output answers.txt
.mode list
"""
ANSWERS = "PRAGMA integrity_check;" + QUERIES


def amalgamation(workshop):
    """The folder with sqlite3.c and shell.c, which SQLite's own build makes of its sources with Tcl."""
    source = workshop.debian_source("sqlite3", "3.40.1", "orig.tar.xz")
    workshop.needs("tclsh", "SQLite's build makes sqlite3.c and shell.c with it")
    folder = workshop.built("sqlite3-amalgamation")
    folder.mkdir(exist_ok=True)
    script = 'cd "$1" && "$2/configure" --disable-readline && make sqlite3.c shell.c'
    workshop.make(folder / "shell.c", [source / "configure"], ["sh", "-c", script, "sh", folder, source])
    return folder


def program(workshop, long):
    source = amalgamation(workshop)
    native, module = workshop.build_c("sqlite3", [source / "sqlite3.c", source / "shell.c"], both=OPTIONS, guest=EMULATED)
    sqlite = Tool("sqlite3", module, workshop.artefact(module), [native], "the same source, native")

    def verify(native_folder, guest_folder):
        size = os.path.getsize(guest_folder / "copy.db")
        if size < 90_000_000:
            raise Failure(f"the database has only {size} bytes")
        if shutil.which("sqlite3"):
            done = subprocess.run(["sqlite3", "-batch", guest_folder / "large.db", ANSWERS], capture_output=True, timeout=300, check=False)
            if done.stdout != (guest_folder / "answers.txt").read_bytes() or not done.stdout.startswith(b"ok\n"):
                raise Failure(f"the installed sqlite3 reads the guest's database otherwise: {tail(done.stdout + done.stderr)}")

    commands = [Command(sqlite, WITHOUT_LOCKS, stdin=script.encode()) for script in (CREATE, QUERIES, CHANGES, SHELL + ANSWERS)]
    return Program([sqlite], commands, "100 MB made, queried, changed, vacuumed", verify=verify)
