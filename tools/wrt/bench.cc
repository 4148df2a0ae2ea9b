// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `wrt bench`: runs a program again and again as `wrt run` does, and tells what each step takes. Each run is a process
// of its own, forked from this one before anything is loaded, so that none profits from another, and the system says
// how much memory it took; it tells its times through a pipe.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "tools/wrt/byte_count.h"
#include "tools/wrt/command_line.h"
#include "tools/wrt/commands.h"
#include "tools/wrt/messages.h"
#include "tools/wrt/run_options.h"
#include "tools/wrt/run_program.h"

namespace wrt {

namespace {

constexpr CommandHelp kHelp = {
    "bench",
    "[OPTION…] FILE [ARGUMENT…]",
    "Runs the program FILE ten times, each time in a process of its own, and tells what the steps take: reading the "
    "module (decoding and validation), compiling it, loading the code, making an instance, and running '_start', or "
    "the "
    "function that --invoke names. For each it prints the median, the least and the most, and the spread: how far "
    "apart "
    "the quartiles are, relative to the median. A spread of more than a few percent means that the machine had other "
    "work. The options are those of 'wrt run', but that LLVM compiles everything before the start (--tier=llvm) unless "
    "another tier is given, and that nothing is taken from the cache. To measure the start from compiled code, give a "
    "file of 'wrt compile'. What the program writes to standard output is dropped, what it writes to standard error is "
    "shown of the first run. Each run reads standard input from its beginning if that is a file; otherwise it finds it "
    "empty. A run that traps or has an exit code other than 0 ends the measurement, and with that code.",
    "  wrt bench app.wasm                       all steps\n"
    "  wrt compile app.wasm && wrt bench app.so what remains with compiled code\n"
    "  wrt bench --runs 30 --invoke fib lib.wasm 30\n"
    "  wrt bench --dir . app.wasm in.txt        with what the program needs\n"
    "  wrt bench --tier=baseline --eager app.wasm\n"
    "  wrt bench --bounds-check=explicit app.wasm\n"
    "  wrt bench --json app.wasm > times.json   every single time, for other programs\n",
    true,
};

constexpr std::size_t kDefaultRuns = 10;
constexpr std::uint64_t kMostRuns = 100'000;

using Json = nlohmann::ordered_json;
using Clock = std::chrono::steady_clock;

// One run, seen from outside and from inside.
struct Run {
  RunTimes times;
  double whole = 0;  // seconds from the fork to the end
  double user = 0;   // seconds of CPU time
  double system = 0;
  std::uint64_t peak_memory = 0;  // bytes
};

// What is measured: how it is called, and the number of a run.
struct Measure {
  const char* text;
  const char* key;
  double (*value)(const Run&);
  bool is_memory = false;  // bytes; otherwise seconds
};

constexpr auto kMeasures = std::to_array<Measure>({
    {"read, validate", "read_seconds", [](const Run& run) { return run.times.read; }},
    {"compile", "compile_seconds", [](const Run& run) { return run.times.compile; }},
    {"  its CPU time", "compile_cpu_seconds", [](const Run& run) { return run.times.compile_cpu; }},
    {"load", "load_seconds", [](const Run& run) { return run.times.load; }},
    {"instantiate", "instantiate_seconds", [](const Run& run) { return run.times.instantiate; }},
    {"run", "run_seconds", [](const Run& run) { return run.times.run; }},
    {"whole process", "process_seconds", [](const Run& run) { return run.whole; }},
    {"  its user time", "process_user_seconds", [](const Run& run) { return run.user; }},
    {"  its system time", "process_system_seconds", [](const Run& run) { return run.system; }},
    {"peak memory", "peak_memory_bytes", [](const Run& run) { return static_cast<double>(run.peak_memory); }, true},
});

// --- Statistics ---

struct Summary {
  double median = 0;
  double least = 0;
  double most = 0;
  double spread = 0;  // from the first quartile to the third, relative to the median
};

// Between the two values next to that place, if it is between two. `sorted` is not empty.
double quantile(const std::vector<double>& sorted, double part) {
  const double place = part * static_cast<double>(sorted.size() - 1);
  const std::size_t below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return std::lerp(sorted[below], sorted[above], place - static_cast<double>(below));
}

std::vector<double> values_of(const Measure& measure, const std::vector<Run>& runs) {
  std::vector<double> values;
  for (const Run& each : runs) values.push_back(measure.value(each));
  return values;
}

Summary summarise(std::vector<double> values) {
  std::ranges::sort(values);
  const double median = quantile(values, 0.5);
  const double apart = quantile(values, 0.75) - quantile(values, 0.25);
  return {median, values.front(), values.back(), median > 0 ? apart / median : 0};
}

// --- Runs ---

struct BenchOptions {
  RunOptions run;
  std::size_t runs = kDefaultRuns;
  bool json = false;
};

// Why there is no measurement, when the user has been told: the exit code.
template <typename T>
using OrExitCode = std::expected<T, int>;

std::unexpected<int> system_error(const char* what) {
  print_message(fmt::format("cannot {}: {}", what, std::strerror(errno)));
  return std::unexpected(kExitBadInput);
}

// A process that runs the program once. Not to return from: it is over then.
[[noreturn]] void run_in_child(const RunOptions& options, int input, int errors, int report) {
  const int nowhere = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  ::dup2(input >= 0 ? input : nowhere, STDIN_FILENO);
  ::dup2(nowhere, STDOUT_FILENO);
  ::dup2(errors, STDERR_FILENO);
  if (input >= 0) ::lseek(STDIN_FILENO, 0, SEEK_SET);
  const int code = run_program(options, [report](const RunTimes& times) {
    if (::write(report, &times, sizeof times) != sizeof times) std::_Exit(kExitBadInput);
  });
  std::_Exit(code);
}

void show_errors(int file) {
  std::array<char, 4096> part;
  ::lseek(file, 0, SEEK_SET);
  for (ssize_t size = 0; (size = ::read(file, part.data(), part.size())) > 0;) {
    if (std::fwrite(part.data(), 1, static_cast<std::size_t>(size), stderr) == 0) return;
  }
}

double seconds_of(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

// Standard input, if a run can read it that others have read before.
int repeatable_input() {
  struct stat status{};
  return ::fstat(STDIN_FILENO, &status) == 0 && S_ISREG(status.st_mode) ? STDIN_FILENO : -1;
}

// What a run writes to: the ends of a pipe for its times, and a file for its standard error. Negative where the system
// has none.
struct Channel {
  Channel() : errors(::memfd_create("wrt-bench-stderr", MFD_CLOEXEC)) {
    if (::pipe2(times, O_CLOEXEC | O_NONBLOCK) != 0) times[0] = times[1] = -1;
  }
  ~Channel() {
    for (const int each : {times[0], times[1], errors}) {
      if (each >= 0) ::close(each);
    }
  }
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  int times[2];
  int errors;
};

OrExitCode<Run> measure_run(const BenchOptions& options, std::size_t number) {
  const Channel channel;
  if (channel.errors < 0 || channel.times[0] < 0) return system_error("listen to a run");
  const Clock::time_point start = Clock::now();
  const pid_t child = ::fork();
  if (child < 0) return system_error("start a run");
  if (child == 0) run_in_child(options.run, repeatable_input(), channel.errors, channel.times[1]);
  int status = 0;
  rusage usage{};
  while (::wait4(child, &status, 0, &usage) < 0) {
    if (errno != EINTR) return system_error("wait for a run");
  }
  Run run;
  run.whole = std::chrono::duration<double>(Clock::now() - start).count();
  run.user = seconds_of(usage.ru_utime);
  run.system = seconds_of(usage.ru_stime);
  run.peak_memory = static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
  const bool has_times = ::read(channel.times[0], &run.times, sizeof run.times) == sizeof run.times;
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  if (number == 1 || code != 0) show_errors(channel.errors);
  if (code == 0 && has_times) return run;
  const std::string name = InputFile::display_name(options.run.path);
  print_message(
      WIFSIGNALED(status)
          ? fmt::format("{}: run {} was ended by signal {}: nothing is measured", name, number, WTERMSIG(status))
          : fmt::format("{}: run {} ended with exit code {}: nothing is measured", name, number, code));
  return std::unexpected(code == 0 ? kExitBadInput : code);
}

// A line on the terminal that the next one overwrites; nothing elsewhere.
void show_progress(std::size_t number, std::size_t count) {
  static const bool is_shown = ::isatty(STDERR_FILENO) == 1;
  if (!is_shown) return;
  if (number > count) {
    fmt::print(stderr, "\r\033[K");
  } else {
    fmt::print(stderr, "\r\033[Kwrt: run {} of {}", number, count);
  }
  std::fflush(stderr);
}

OrExitCode<std::vector<Run>> measure_runs(const BenchOptions& options) {
  std::vector<Run> runs;
  for (std::size_t number = 1; number <= options.runs; ++number) {
    // What the first run writes is to be seen.
    if (number > 1) show_progress(number, options.runs);
    OrExitCode<Run> run = measure_run(options, number);
    if (!run) return std::unexpected(run.error());
    runs.push_back(*run);
  }
  show_progress(options.runs + 1, options.runs);
  return runs;
}

// --- Reports ---

// What has been found of how it was compiled.
const char* tier_name(Tier tier) {
  switch (tier) {
    case Tier::Llvm: return "llvm";
    case Tier::Baseline: return "baseline";
    case Tier::Auto: return "auto";
  }
  return "";
}

std::string number_text(const Measure& measure, double value) {
  if (measure.is_memory) return fmt::format("{:.1f} MiB", value / (1 << 20));
  return fmt::format("{:.{}f} ms", value * 1e3, value < 0.1 ? 3 : 1);
}

int print_table(const BenchOptions& options, const std::vector<Run>& runs) {
  std::string text = fmt::format("{:<18} {:>12} {:>12} {:>12} {:>7}\n", "", "median", "least", "most", "spread");
  for (const Measure& each : kMeasures) {
    const Summary summary = summarise(values_of(each, runs));
    if (summary.most == 0) continue;  // a step that there was not
    text += fmt::format("{:<18} {:>12} {:>12} {:>12} {:>6.1f}%\n", each.text, number_text(each, summary.median),
                        number_text(each, summary.least), number_text(each, summary.most), summary.spread * 100);
  }
  text +=
      fmt::format("{}: {} run{}", InputFile::display_name(options.run.path), runs.size(), runs.size() == 1 ? "" : "s");
  const RunTimes& times = runs.front().times;
  if (times.code_bytes > 0) text += fmt::format("; {} bytes of machine code", times.code_bytes);
  if (times.compile == 0 && times.read > 0) text += "; what is called is compiled in 'run'";
  return print_output(text + '\n') ? 0 : kExitBadInput;
}

int print_json(const BenchOptions& options, const std::vector<Run>& runs) {
  Json measures = Json::object();
  for (const Measure& each : kMeasures) {
    const std::vector<double> values = values_of(each, runs);
    const Summary summary = summarise(values);
    measures[each.key] = {{"median", summary.median},
                          {"least", summary.least},
                          {"most", summary.most},
                          {"spread", summary.spread},
                          {"values", values}};
  }
  const Json document = {
      {"file", InputFile::display_name(options.run.path)}, {"runs", runs.size()},
      {"tier", tier_name(options.run.compile.tier)},       {"settings", settings_text(options.run.compile)},
      {"code_bytes", runs.front().times.code_bytes},       {"measures", std::move(measures)}};
  return print_output(document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n") ? 0 : kExitBadInput;
}

std::optional<int> parse_bench_options(Arguments arguments, BenchOptions& options) {
  CommandLine line(kHelp);
  std::string runs;
  line.add_value("--runs", runs, "N", "how often it is run; 10 if not given")->group("What is measured");
  line.add_flag("--json", options.json,
                "print one JSON document with the times of all runs, in seconds, instead of text")
      ->group("What is measured");
  options.run.compile.tier = Tier::Llvm;
  if (const std::optional<int> code = parse_run_options(arguments, options.run, line, "bench", false)) return code;
  if (runs.empty()) return std::nullopt;
  const std::optional<std::uint64_t> count = parse_count(runs);
  if (!count || *count == 0 || *count > kMostRuns)
    return usage_error("bench", fmt::format("--runs {}: expected a number from 1 to {}", runs, kMostRuns));
  options.runs = static_cast<std::size_t>(*count);
  return std::nullopt;
}

}  // namespace

int command_bench(Arguments arguments) {
  BenchOptions options;
  if (const std::optional<int> code = parse_bench_options(arguments, options)) return *code;
  if (options.run.path == "-")
    return usage_error("bench", "standard input is the program's, and can be read only once; give a file");
  const OrExitCode<std::vector<Run>> runs = measure_runs(options);
  if (!runs) return runs.error();
  return options.json ? print_json(options, *runs) : print_table(options, *runs);
}

}  // namespace wrt
