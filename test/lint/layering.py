#!/usr/bin/env python3
"""Compares every #include line with the table of who may include whom, so that the picture of the layers cannot rot.

The table is the one of docs/architecture.md. A layer is a folder; the longest matching folder counts. Includes between
quotes are rooted at the repository; those in angle brackets are foreign, except <wrt/…>, our public headers.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import re
import sys

from sources import blank_hidden, run_lint, source_files

LIB = ["lib/support", "lib/wasm", "lib/binary", "lib/text", "lib/valid", "lib/abi"]
USERS = ["include", "api", "wasi", "sandbox", *LIB]

# folder → the folders or files that it may include besides itself.
MAY_INCLUDE = {
    "lib/support": [],
    "lib/wasm": ["lib/support"],
    "lib/binary": ["lib/support", "lib/wasm"],
    "lib/abi": ["lib/support", "lib/wasm"],
    "lib/valid": ["lib/support", "lib/wasm", "lib/binary"],  # binary: it steps over what the body reader reads
    "lib/text": ["lib/support", "lib/wasm", "lib/binary"],
    "compiler": ["lib/support", "lib/wasm", "lib/binary", "lib/valid", "lib/abi"],
    "runtime": ["lib/support", "lib/wasm", "lib/binary", "lib/abi"],  # binary: constant expressions and names
    "sandbox": ["lib/support", "runtime/file_descriptor.h"],
    "wasi": ["lib/support", "lib/wasm", "lib/abi/value.h", "runtime"],  # value.h: what a host function is called with
    "include": [],
    "api": ["include", *LIB, "runtime", "wasi", "sandbox", "compiler/compiler.h",
            "compiler/baseline/baseline.h"],
    "tools": USERS,
    "tools/wrt/wast": [*USERS, "runtime", "compiler/compiler.h"],  # scripts look into stores and instances
    "bench": [*USERS, "runtime", "compiler/baseline/baseline.h"],  # instances and stores
    "fuzz": [*USERS, "runtime"],  # an artefact is read there
    "examples": ["include"],
    "test": ["include", "api", "wasi", "sandbox", "runtime", "compiler/compiler.h", "compiler/common",
             "compiler/baseline", *LIB],
    "cmake": [],
}

# Foreign headers that only some folders may include. Whatever is not named here is free to all.
FOREIGN = {
    "llvm/": ["compiler/llvm"],
    "llvm-c/": ["compiler/llvm"],
    "lld/": ["compiler/llvm"],
    "CLI/": ["tools", "bench", "test"],
    "nlohmann/": ["tools", "test", "bench"],
    "catch2/": ["test"],
    "clang/": [],
    "wabt/": [],
}

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?:"([^"]+)"|<([^>]+)>)', re.M)


def is_below(path, folder):
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def layer_of(path):
    """The layer that a path belongs to, or None."""
    return max((layer for layer in MAY_INCLUDE if is_below(path, layer)), key=len, default=None)


def check_own(root, file, layer, target):
    """The complaint about including our own header `target` from `file`, or None."""
    if not (root / target).is_file() and not (root / "include" / target).is_file():
        return f'"{target}" does not exist; includes are rooted at the repository'
    if is_below(target, "tools") and not is_below(layer, "tools"):
        return "nothing may include tools"
    if is_below(target, layer) or any(is_below(target, allowed) for allowed in MAY_INCLUDE[layer]):
        return None
    return f'{layer} must not include "{target}"'


def check_foreign(file, target):
    """The complaint about including the foreign header `target`, or None."""
    for prefix, folders in FOREIGN.items():
        if target.startswith(prefix) and not any(is_below(file, folder) for folder in folders):
            return f"<{target}> belongs to {', '.join(folders) or 'nobody'}"
    return None


def check(root):
    complaints = []
    files = source_files(root, {".cc", ".h", ".def", ".c"})
    for path in files:
        file = path.as_posix()
        layer = layer_of(file)
        if layer is None:
            complaints.append(f"{file}: its folder is not in the table of layers")
            continue
        text = blank_hidden((root / path).read_text(encoding="utf-8"), keep_strings=True)
        for match in INCLUDE.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            own = match[1] or (f"include/{match[2]}" if match[2].startswith("wrt/") else None)
            if own and own.startswith("wrt/"):
                own = f"include/{own}"
            complaint = check_own(root, file, layer, own) if own else check_foreign(file, match[2])
            if complaint:
                complaints.append(f"{file}:{line}: {complaint}")
    return complaints, len(files)


if __name__ == "__main__":
    sys.exit(run_lint(check, "layering"))
