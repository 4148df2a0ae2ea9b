// Runs a WASI program with node: a second engine, for modules that have no native twin.
//
//     node node_wasi.mjs MODULE FOLDER::GUEST… -- NAME ARGUMENT…
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

import { readFileSync } from "node:fs";
import { WASI } from "node:wasi";

const [file, ...words] = process.argv.slice(2);
const end = words.indexOf("--");
const preopens = Object.fromEntries(words.slice(0, end).map((word) => word.split("::").reverse()));
const wasi = new WASI({ version: "preview1", args: words.slice(end + 1), preopens, returnOnExit: true });
const module = await WebAssembly.compile(readFileSync(file));
process.exitCode = wasi.start(await WebAssembly.instantiate(module, wasi.getImportObject()));
