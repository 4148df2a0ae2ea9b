// Runs a WASI program in Node, with the current folder, and tells the time between bench.start and bench.end on stderr.
//
//     node node_host.mjs MODULE.wasm
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import { readFileSync, writeSync } from 'node:fs';
import { WASI } from 'node:wasi';

const file = process.argv[2];
const wasi = new WASI({ version: 'preview1', args: [file], env: {}, preopens: { '.': '.' }, returnOnExit: true });
let begin = 0n;
const bench = {
  start: () => { begin = process.hrtime.bigint(); },
  end: () => { const time = process.hrtime.bigint() - begin; writeSync(2, `bench ${time}\n`); },
};
const { instance } = await WebAssembly.instantiate(readFileSync(file), { ...wasi.getImportObject(), bench });
process.exitCode = wasi.start(instance);
