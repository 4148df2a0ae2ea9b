"""Files, folders, databases of files and imports from a folder.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import gzip
import os
import pathlib
import pickle
import shutil
import zipfile

import zoo

print(list(zoo.parade([zoo.Animal(3.5, "cat"), zoo.Animal(4000, "elephant"), zoo.Animal(0.02, "mouse")])), zoo.__name__)

root = pathlib.Path("work")
for number in range(50):
    folder = root / f"f{number % 7}" / f"g{number % 3}"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{number}.txt").write_text(f"{number}\n" * number)
print(sum(path.stat().st_size for path in root.rglob("*.txt")), sorted(path.name for path in root.glob("*/g1")), (root / "f1").is_dir())

shutil.copytree(root / "f1", root / "copy")
shutil.rmtree(root / "f2")
os.rename(root / "f3", root / "renamed")
os.symlink("renamed", root / "link")
print(os.readlink(root / "link"), (root / "link").is_symlink(), len(list((root / "link").iterdir())))
print(sorted((folder[len("work"):], sorted(names)) for folder, _, names in os.walk("work") if names)[:4])

with open(root / "binary", "w+b", buffering=0) as file:
    file.write(bytes(1000))
    file.seek(500)
    file.write(b"middle")
    file.truncate(800)
    print(file.seek(0, os.SEEK_END), os.fstat(file.fileno()).st_size)
os.utime(root / "binary", (1000000, 2000000))
print(os.stat(root / "binary").st_mtime)

with gzip.GzipFile(root / "packed.gz", "wb", mtime=0) as file:
    file.write(b"compressed " * 10000)
with gzip.open(root / "packed.gz") as file:
    print(len(file.read()))
with zipfile.ZipFile(root / "archive.zip", "w") as archive:
    archive.writestr(zipfile.ZipInfo("one", (2000, 1, 1, 0, 0, 0)), b"content" * 100)
with zipfile.ZipFile(root / "archive.zip") as archive:
    print(archive.namelist(), archive.testzip(), archive.getinfo("one").CRC)
value = {"list": [1, 2.5, "three"], "animal": zoo.Animal(1, "bird")}
print(pickle.loads(pickle.dumps(value, protocol=4)) == value)

for mistake in (lambda: open(root / "missing"), lambda: os.mkdir(root), lambda: os.rmdir(root), lambda: os.listdir(root / "binary")):
    try:
        mistake()
    except OSError as error:
        print(type(error).__name__)
