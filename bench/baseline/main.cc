// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the baseline tier takes to compile a whole module on one thread, and how much code it makes: the medians of some
// rounds, of a compiler that has made code before.
//
//     wrt-bench-baseline MODULE.wasm…
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "compiler/baseline/baseline.h"
#include "lib/binary/decoder.h"
#include "lib/valid/validator.h"

namespace {

using Clock = std::chrono::steady_clock;

double milliseconds_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

struct Round {
  double validate = 0;
  double compile = 0;
  std::size_t code_bytes = 0;
  std::size_t functions = 0;  // that there is code for
};

Round measure(const wrt::Module& module, const wrt::TypeContext& types, wrt::baseline::Baseline& compiler) {
  Round round;
  Clock::time_point start = Clock::now();
  (void)wrt::validate_bodies(module, types, 1);
  round.validate = milliseconds_since(start);
  start = Clock::now();
  for (wrt::FuncIndex each = module.imported_functions; each < module.functions.size(); ++each) {
    const wrt::Result<wrt::FunctionCode> code = compiler.function(each, /*with_positions=*/false);
    if (!code) continue;
    round.code_bytes += code->bytes.size();
    ++round.functions;
  }
  round.compile = milliseconds_since(start);
  return round;
}

bool run(const char* path) {
  std::ifstream file(path, std::ios::binary);
  const std::vector<std::uint8_t> bytes{std::istreambuf_iterator<char>(file), {}};
  wrt::Result<wrt::Module> module = wrt::decode_module(bytes);
  if (!module) return false;
  const wrt::Result<wrt::TypeContext> types = wrt::validate_module_environment(*module);
  if (!types) return false;
  std::size_t body_bytes = 0;
  for (const wrt::ByteRange& each : module->bodies) body_bytes += each.bytes.size();
  wrt::baseline::Baseline compiler(*module, *types, /*counts=*/true, wrt::BoundsCheck::Guard);
  std::vector<double> validate;
  std::vector<double> compile;
  Round last;
  for (int i = 0; i < 11; ++i) {
    last = measure(*module, *types, compiler);
    validate.push_back(last.validate);
    compile.push_back(last.compile);
  }
  const double megabytes = static_cast<double>(body_bytes) / 1e6;
  fmt::print(
      "{}: {} of {} functions, {:.2f} MB of bodies: validate {:.1f} ms ({:.0f} MB/s), compile {:.1f} ms "
      "({:.0f} MB/s), {:.2f} bytes of code per byte\n",
      path, last.functions, module->bodies.size(), megabytes, median(validate), megabytes / median(validate) * 1e3,
      median(compile), megabytes / median(compile) * 1e3,
      static_cast<double>(last.code_bytes) / static_cast<double>(body_bytes));
  return true;
}

}  // namespace

int main(int count, char** arguments) {
  for (int i = 1; i < count; ++i) {
    if (run(arguments[i])) continue;
    fmt::print(stderr, "{}: no valid module\n", arguments[i]);
    return 1;
  }
}
