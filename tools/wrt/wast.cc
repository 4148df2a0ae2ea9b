// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `wrt wast`: runs test scripts, several at a time, and says which of their commands failed. What a script does is in
// wast/script_runner.h; here are the files, the threads that share them out, and the output, which is in the order of
// the files whatever the threads do.
#include <algorithm>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <unistd.h>

#include "tools/wrt/command_line.h"
#include "tools/wrt/commands.h"
#include "tools/wrt/guest_options.h"
#include "tools/wrt/messages.h"
#include "tools/wrt/wast/artefact_files.h"
#include "tools/wrt/wast/report_json.h"
#include "tools/wrt/wast/script_features.h"
#include "tools/wrt/wast/script_runner.h"

namespace wrt {

namespace {

constexpr CommandHelp kHelp = {
    "wast",
    "[OPTION…] FILE…",
    "Runs test scripts in the format of WebAssembly's official suite, and prints every command that fails, with what "
    "it "
    "expected and what came, and how many passed. A folder stands for all scripts that lie directly in it. Exits with "
    "1 if anything failed.",
    "  wrt wast my-tests.wast\n"
    "  wrt wast -O0 testsuite testsuite/proposals/threads\n"
    "  wrt wast --json testsuite > result.json\n"
    "  wrt wast --disable simd my-tests.wast          modules that use vectors are refused\n",
};

// Larger than any script that somebody wrote.
constexpr std::size_t kMaxScriptSize = std::size_t{256} << 20;
constexpr std::size_t kMaxJobs = 256;

struct WastOptions {
  std::vector<std::string> paths;
  std::size_t jobs = 1;
  bool json = false;
  bool through_artefact = false;
  std::vector<Feature> enabled;
  std::vector<Feature> disabled;
  CompileOptions compile;
  RunLimits limits;
  ArtefactFiles* files = nullptr;  // where --through-artefact is given
};

// --- The command line ---

std::optional<int> read_features(const char* option, const std::vector<std::string>& words,
                                 std::vector<Feature>& features) {
  for (const std::string& each : words) {
    const std::optional<Feature> feature = feature_from_flag(each);
    if (!feature) {
      std::vector<std::string_view> flags;
      for (std::uint32_t i = 0; i < kFeatureCount; ++i) flags.push_back(feature_flag(static_cast<Feature>(i)));
      return usage_error("wast", fmt::format("{} {}: no such feature{}", option, each, did_you_mean(each, flags)));
    }
    features.push_back(*feature);
  }
  return std::nullopt;
}

std::optional<int> read_jobs(const std::string& text, std::size_t& jobs) {
  jobs = std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, kMaxJobs);
  if (text.empty()) return std::nullopt;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, jobs);
  if (error == std::errc() && rest == end && jobs >= 1 && jobs <= kMaxJobs) return std::nullopt;
  return usage_error("wast", fmt::format("-j {}: expected a number from 1 to {}", text, kMaxJobs));
}

std::optional<int> parse_wast_options(Arguments arguments, WastOptions& options) {
  CommandLine line(kHelp);
  std::string jobs;
  std::vector<std::string> enable;
  std::vector<std::string> disable;
  line.add_value("-j,--jobs", jobs, "N", "scripts to run at a time; as many as there are cores if not given")
      ->group("What is run");
  line.add_values("--enable", enable, "FEATURE", "modules may use this proposal, whatever the script's folder says")
      ->group("What is run");
  line.add_values("--disable", disable, "FEATURE", "modules that use this proposal are refused")->group("What is run");
  line.add_flag("--through-artefact", options.through_artefact,
                "compile every module to a file and load that, as 'wrt compile' and 'wrt run' do")
      ->group("What is run");
  line.add_flag("--json", options.json, "print one JSON document instead of text")->group("Output");
  GuestOptions guest(line, options.compile, options.limits);
  if (const std::optional<int> code = line.parse(arguments, options.paths)) return code;
  if (options.paths.empty()) return usage_error("wast", "no script to run");
  if (const std::optional<int> code = read_jobs(jobs, options.jobs)) return code;
  if (const std::optional<int> code = read_features("--enable", enable, options.enabled)) return code;
  if (const std::optional<int> code = read_features("--disable", disable, options.disabled)) return code;
  options.compile.threads = 1;  // scripts are run in parallel, and their modules are small
  if (const std::optional<int> code = guest.read("wast")) return code;
  options.limits.set_stack_size();
  return std::nullopt;
}

// --- Files ---

// The scripts that lie directly in a folder, by name.
Result<std::vector<std::string>> list_folder(const std::string& folder) {
  std::vector<std::string> found;
  std::error_code error;
  std::filesystem::directory_iterator each(folder, error);
  for (; !error && each != std::filesystem::directory_iterator(); each.increment(error)) {
    if (each->path().extension() == ".wast") found.push_back(each->path().string());
  }
  if (error) return fail(ErrorKind::Io, error.message());
  if (found.empty()) return fail(ErrorKind::Io, "there are no scripts (*.wast) in this folder");
  std::ranges::sort(found);
  return found;
}

// The arguments of the command, with the scripts in a folder in place of it. A folder that gives none stays: reading it
// says why.
std::vector<std::string> scripts_of(const std::vector<std::string>& arguments) {
  std::vector<std::string> paths;
  for (const std::string& each : arguments) {
    std::error_code error;
    if (std::filesystem::is_directory(each, error)) {
      if (const Result<std::vector<std::string>> scripts = list_folder(each)) {
        paths.insert(paths.end(), scripts->begin(), scripts->end());
        continue;
      }
    }
    paths.push_back(each);
  }
  return paths;
}

Result<std::string> read_script(const std::string& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    WRT_TRY(list_folder(path));
    return fail(ErrorKind::Io, std::make_error_code(std::errc::is_a_directory).message());
  }
  std::ifstream stream(path == "-" ? "/dev/stdin" : path, std::ios::binary);
  if (!stream) return fail(ErrorKind::Io, std::generic_category().message(errno));
  std::string content;
  std::vector<char> chunk(std::size_t{64} << 10);
  while (stream.read(chunk.data(), static_cast<std::streamsize>(chunk.size())) || stream.gcount() > 0) {
    content.append(chunk.data(), static_cast<std::size_t>(stream.gcount()));
    if (content.size() > kMaxScriptSize) return fail(ErrorKind::Limit, "the script is larger than 256 MiB");
  }
  if (stream.bad()) return fail(ErrorKind::Io, "it cannot be read");
  return content;
}

Result<ScriptReport> run_file(const std::string& path, const WastOptions& options) {
  WRT_ASSIGN(const std::string source, read_script(path));
  ScriptOptions script{options.compile, options.limits, script_features(path), options.files};
  for (const Feature each : options.enabled) script.features.set(each, true);
  for (const Feature each : options.disabled) script.features.set(each, false);
  return run_script(source, script);
}

// --- Running and showing ---

// "12/258 memory.wast", how many scripts are done and what is waited for, on a terminal, in a line that the next output
// overwrites; nothing elsewhere.
class Progress {
 public:
  explicit Progress(std::size_t count) : count_(count), shown_(count > 1 && ::isatty(STDERR_FILENO) == 1) {}

  void show(std::size_t done, const std::string& path) const {
    if (shown_) fmt::print(stderr, "\r\033[K{}/{} {}", done, count_, std::filesystem::path(path).filename().string());
  }
  void clear() const {
    if (shown_) fmt::print(stderr, "\r\033[K");
  }

 private:
  std::size_t count_;
  bool shown_;
};

// Runs the scripts on threads, or one after the other on the caller's, and hands out the results in order.
class ScriptPool {
 public:
  // All must outlive the object, which waits for its threads.
  ScriptPool(const std::vector<std::string>& paths, const WastOptions& options)
      : paths_(paths), options_(options), progress_(paths.size()), reports_(paths.size()) {
    const std::size_t count = std::min(options.jobs, paths.size());
    for (std::size_t i = 0; count > 1 && i < count; ++i) threads_.emplace_back([this] { work(); });
  }

  // Waits for the script number `index` to be done. To be called once for each, by the thread that prints.
  Result<ScriptReport> take(std::size_t index) {
    if (threads_.empty()) return run_file(paths_[index], options_);
    std::unique_lock lock(mutex_);
    while (!reports_[index]) {
      progress_.show(finished_, paths_[index]);
      done_.wait(lock);
    }
    progress_.clear();
    Result<ScriptReport> report = std::move(*reports_[index]);
    reports_[index].reset();
    return report;
  }

 private:
  void work() {
    for (std::size_t index = next_++; index < paths_.size(); index = next_++) {
      Result<ScriptReport> report = run_file(paths_[index], options_);
      const std::lock_guard lock(mutex_);
      reports_[index] = std::move(report);
      ++finished_;
      done_.notify_one();
    }
  }

  const std::vector<std::string>& paths_;
  const WastOptions& options_;
  Progress progress_;
  std::atomic<std::size_t> next_ = 0;
  std::mutex mutex_;  // guards the rest but for the threads
  std::condition_variable done_;
  std::size_t finished_ = 0;
  std::vector<std::optional<Result<ScriptReport>>> reports_;
  std::vector<std::jthread> threads_;
};

// The failures of a script, and its counts.
std::string report_text(const std::string& path, const ScriptReport& report) {
  std::string text;
  for (const ScriptFailure& each : report.failures) {
    text += fmt::format("{}:{}:{}: {}\n", path, each.line, each.column, describe(each));
  }
  return text + fmt::format("{}: {}\n", path, summary(report));
}

int run_scripts(const std::vector<std::string>& paths, const WastOptions& options) {
  ScriptPool pool(paths, options);
  std::vector<ScriptResult> results;
  ScriptReport total;
  std::size_t run = 0;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    const std::string name = InputFile::display_name(paths[i]);
    Result<ScriptReport> report = pool.take(i);
    if (!report) {
      print_error(name, report.error());
    } else if (!options.json && !print_output(report_text(name, *report))) {
      return kExitBadInput;
    }
    if (report) {
      ++run;
      total.assertions.add(report->assertions);
      total.others.add(report->others);
    }
    if (options.json) results.push_back({name, std::move(report)});
  }
  if (options.json && !print_output(report_json(results))) return kExitBadInput;
  if (!options.json && run > 1 && !print_output(fmt::format("{} scripts: {}\n", run, summary(total)))) {
    return kExitBadInput;
  }
  return run == paths.size() && total.passed() ? 0 : kExitBadInput;
}

}  // namespace

int command_wast(Arguments arguments) {
  WastOptions options;
  if (const std::optional<int> code = parse_wast_options(arguments, options)) return *code;
  std::unique_ptr<ArtefactFiles> files;
  if (options.through_artefact) {
    Result<std::unique_ptr<ArtefactFiles>> made = ArtefactFiles::create();
    if (!made) {
      print_message(made.error().message());
      return kExitBadInput;
    }
    files = std::move(*made);
    options.files = files.get();
  }
  return run_scripts(scripts_of(options.paths), options);
}

}  // namespace wrt
