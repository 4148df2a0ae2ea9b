// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Traces. Arguments are decoded before the call, since the call may change the memory that they are in; what it gave is
// decoded after it, and only if it succeeded. Everything is read from guest memory as host functions read it, so that
// bad pointers are shown as numbers.

#include "wasi/trace.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <utility>

#include "wasi/errno.h"
#include "wasi/flag_names.h"

namespace wrt::wasi {
namespace {

constexpr std::size_t kMaxText = 64;  // bytes of a string or buffer
constexpr Size kMaxItems = 4;         // of a list

// What a pointer points to, by its parameter's name.
enum class Pointee : std::uint8_t {
  InText,   // a string of the guest's, as long as the next argument says
  InBytes,  // a list of buffers, to write from or to read into
  InPolls,  // subscriptions
  OutText,  // a string for the guest, as long as the next argument says
  OutEvents,
  OutU16,
  OutU32,
  OutU64,
  OutFdstat,
  OutFilestat,
  OutPrestat,
  Opaque,  // shown as an address; of path_readlink the text as well
};

struct PointerRow {
  std::string_view name;
  Pointee pointee;
};
// clang-format off
constexpr PointerRow kPointers[] = {
    {"path",       Pointee::InText},    {"old_path", Pointee::InText},    {"new_path", Pointee::InText},
    {"name",       Pointee::OutText},   {"buf",      Pointee::Opaque},    {"iovs",     Pointee::InBytes},
    {"in",         Pointee::InPolls},   {"out",      Pointee::OutEvents}, {"nevents",  Pointee::OutU32},
    {"count",      Pointee::OutU32},    {"buf_size", Pointee::OutU32},    {"nread",    Pointee::OutU32},
    {"nwritten",   Pointee::OutU32},    {"bufused",  Pointee::OutU32},    {"opened",   Pointee::OutU32},
    {"accepted",   Pointee::OutU32},    {"ro_flags", Pointee::OutU16},    {"offset",   Pointee::OutU64},
    {"newoffset",  Pointee::OutU64},    {"time",     Pointee::OutU64},    {"resolution", Pointee::OutU64},
    {"fdstat",     Pointee::OutFdstat}, {"filestat", Pointee::OutFilestat}, {"prestat", Pointee::OutPrestat},
    {"argv",       Pointee::Opaque},    {"argv_buf", Pointee::Opaque},    {"environ",  Pointee::Opaque},
    {"environ_buf", Pointee::Opaque},
};
// clang-format on

const PointerRow* find_pointer(std::string_view name) {
  const PointerRow* found = std::ranges::find(kPointers, name, &PointerRow::name);
  return found != std::end(kPointers) ? found : nullptr;
}

// Whether it points to where a single result goes: shown behind the errno, and not among the arguments.
bool is_result(Pointee pointee) {
  return pointee >= Pointee::OutText && pointee <= Pointee::OutPrestat;
}

bool reads_into_buffers(std::string_view function) {
  return function == "fd_read" || function == "fd_pread" || function == "sock_recv";
}

void append_escaped(std::string& out, std::string_view text, bool is_cut) {
  out += '"';
  for (char each : text.substr(0, kMaxText)) {
    unsigned char byte = static_cast<unsigned char>(each);
    if (each == '"' || each == '\\') {
      out += '\\';
      out += each;
    } else if (each == '\n') {
      out += "\\n";
    } else if (byte >= 0x20 && byte < 0x7f) {
      out += each;
    } else {
      fmt::format_to(std::back_inserter(out), "\\x{:02x}", byte);
    }
  }
  out += '"';
  if (is_cut || text.size() > kMaxText) out += "...";
}

// One call that is being described.
class Line {
 public:
  Line(const FunctionRow& function, Abi abi, const Context& context, GuestMemory memory, std::span<const Value> values,
       std::string& out)
      : function_(function),
        abi_(abi),
        context_(context),
        memory_(memory),
        parameters_(parameters_of(function)),
        values_(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(function.params.size())),
        out_(out) {}

  void append_arguments();
  // What the call gave, if it succeeded.
  void append_results();
  // Where it should have gone, if that was the reason why it did not.
  void append_result_addresses();

 private:
  template <typename... Args>
  void append(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
  }
  void append_argument(std::size_t i);
  bool is_shown_elsewhere(std::size_t i) const;
  void append_pointer(std::size_t i);
  void append_fd(Fd fd);
  void append_text(Pointer at, Size size);
  void append_buffers(Pointer at, Size count, std::uint64_t limit);
  void append_subscriptions(Pointer at, Size count);
  void append_events(Pointer at, Size count);
  void append_result(std::size_t i, Pointee pointee);
  template <typename T>
  void append_number(std::string_view name, Pointer at) {
    if (Fallible<T> value = memory_.read<T>(at)) append(", {}={}", name, *value);
  }
  void append_fdstat(Pointer at);
  template <typename T>
  void append_filestat(Pointer at);
  // The number that a result of that name holds; nothing if there is no such result.
  std::optional<Size> result(std::string_view name) const;

  const FunctionRow& function_;
  Abi abi_;
  const Context& context_;
  GuestMemory memory_;
  std::vector<Parameter> parameters_;
  std::vector<Value> values_;  // the results overwrite the first
  std::string& out_;
};

void Line::append_fd(Fd fd) {
  append("{}", fd);
  Fallible<std::shared_ptr<Descriptor>> descriptor = context_.fds.hold(fd);
  if (!descriptor.has_value() || !(*descriptor)->preopen_name.has_value()) return;
  std::string name;
  append_escaped(name, *(*descriptor)->preopen_name, false);
  append("<{}>", std::string_view(name).substr(1, name.size() - 2));
}

void Line::append_text(Pointer at, Size size) {
  Fallible<std::span<std::uint8_t>> bytes = memory_.range(at, size);
  if (!bytes.has_value()) return append("{:#x}[{}]", at, size);
  std::size_t shown = std::min<std::size_t>(size, kMaxText);
  std::string copy(reinterpret_cast<const char*>(bytes->data()), shown);
  append_escaped(out_, copy, shown < size);
}

// Of a list of buffers, the first `limit` bytes.
void Line::append_buffers(Pointer at, Size count, std::uint64_t limit) {
  out_ += '[';
  for (Size i = 0; i < std::min(count, kMaxItems); ++i) {
    Fallible<GuestIovec> buffer = memory_.read<GuestIovec>(at + i * static_cast<Pointer>(sizeof(GuestIovec)));
    if (i > 0) out_ += ", ";
    if (!buffer.has_value()) return append("{:#x}]", at);
    Size size = static_cast<Size>(std::min<std::uint64_t>(buffer->buf_len, limit));
    append_text(buffer->buf, size);
    limit -= size;
  }
  out_ += count > kMaxItems ? ", ...]" : "]";
}

void Line::append_subscriptions(Pointer at, Size count) {
  bool is_new = abi_ == Abi::Preview1;
  Pointer size = static_cast<Pointer>(is_new ? sizeof(GuestSubscription) : sizeof(UnstableSubscription));
  out_ += '[';
  for (Size i = 0; i < std::min(count, kMaxItems); ++i) {
    if (i > 0) out_ += ", ";
    Fallible<GuestSubscription> each = read_subscription(memory_, abi_, at + i * size);
    if (!each.has_value()) return append("{:#x}]", at);
    append("{}", name_of("eventtype", each->tag, abi_));
    if (each->tag == Eventtype::Clock) {
      append(" {} {}{} ns", name_of("id", each->id_or_fd, abi_),
             (each->flags & Subclockflags::Abstime) != 0 ? "at " : "", each->timeout);
    } else {
      out_ += ' ';
      append_fd(each->id_or_fd);
    }
  }
  out_ += count > kMaxItems ? ", ...]" : "]";
}

void Line::append_events(Pointer at, Size count) {
  out_ += ", out=[";
  for (Size i = 0; i < std::min(count, kMaxItems); ++i) {
    Fallible<GuestEvent> each = memory_.read<GuestEvent>(at + i * static_cast<Pointer>(sizeof(GuestEvent)));
    if (!each.has_value()) break;
    append("{}{} {}", i > 0 ? ", " : "", name_of("eventtype", each->type, abi_), errno_name(each->error));
    if (each->type != Eventtype::Clock) append(" {} bytes", each->nbytes);
    if (each->type != Eventtype::Clock && (each->flags & Eventrwflags::Hangup) != 0) out_ += " hangup";
  }
  out_ += count > kMaxItems ? ", ...]" : "]";
}

void Line::append_pointer(std::size_t i) {
  const PointerRow* row = find_pointer(parameters_[i].name);
  Pointer at = values_[i].u32;
  Size count = i + 1 < values_.size() ? values_[i + 1].u32 : 0;
  switch (row != nullptr ? row->pointee : Pointee::Opaque) {
    case Pointee::InText: return append_text(at, count);
    case Pointee::InPolls: return append_subscriptions(at, values_[2].u32);
    case Pointee::InBytes:
      // What is in buffers that are read into is shown when they are.
      return reads_into_buffers(function_.name) ? append("{:#x}", at) : append_buffers(at, count, ~std::uint64_t{0});
    default: return append("{:#x}", at);
  }
}

// Results are shown when there are some; the length of a path with the path.
bool Line::is_shown_elsewhere(std::size_t i) const {
  const PointerRow* row = find_pointer(parameters_[i].name);
  if (parameters_[i].type == "Pointer" && row != nullptr) return is_result(row->pointee);
  const PointerRow* before = i > 0 ? find_pointer(parameters_[i - 1].name) : nullptr;
  return before != nullptr && before->pointee == Pointee::InText;
}

void Line::append_argument(std::size_t i) {
  const Parameter& parameter = parameters_[i];
  if (is_shown_elsewhere(i)) return;
  append("{}{}=", out_.back() == '(' ? "" : ", ", parameter.name);
  if (parameter.type == "Pointer") return append_pointer(i);
  if (parameter.type == "Fd") return append_fd(values_[i].u32);
  if (parameter.type == "Rights") return append("{}", name_of("rights", values_[i].u64, abi_));
  if (parameter.type == "Flags") return append("{}", name_of(parameter.name, values_[i].u32, abi_));
  if (parameter.type == "Filedelta") return append("{}", static_cast<Filedelta>(values_[i].u64));
  if (parameter.type == "Size") return append("{}", values_[i].u32);
  append("{}", values_[i].u64);
}

void Line::append_arguments() {
  append("{}(", function_.name);
  for (std::size_t i = 0; i < parameters_.size(); ++i) append_argument(i);
  out_ += ')';
}

std::optional<Size> Line::result(std::string_view name) const {
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    if (parameters_[i].name != name) continue;
    Fallible<Size> value = memory_.read<Size>(values_[i].u32);
    if (value.has_value()) return *value;
  }
  return std::nullopt;
}

void Line::append_fdstat(Pointer at) {
  Fallible<GuestFdstat> stat = memory_.read<GuestFdstat>(at);
  if (!stat.has_value()) return;
  append(", filetype={}, fdflags={}, base={}, inheriting={}",
         name_of("filetype", static_cast<Flags>(stat->filetype), abi_), name_of("fdflags", stat->flags, abi_),
         name_of("rights", stat->rights_base, abi_), name_of("rights", stat->rights_inheriting, abi_));
}

template <typename T>
void Line::append_filestat(Pointer at) {
  Fallible<T> stat = memory_.read<T>(at);
  if (!stat.has_value()) return;
  append(", dev={}, ino={}, filetype={}, nlink={}, size={}, mtim={}", stat->dev, stat->ino,
         name_of("filetype", static_cast<Flags>(stat->filetype), abi_), stat->nlink, stat->size, stat->mtim);
}

void Line::append_result(std::size_t i, Pointee pointee) {
  Pointer at = values_[i].u32;
  std::string_view name = parameters_[i].name;
  switch (pointee) {
    case Pointee::OutU16: return append_number<std::uint16_t>(name, at);
    case Pointee::OutU32: return append_number<std::uint32_t>(name, at);
    case Pointee::OutU64: return append_number<std::uint64_t>(name, at);
    case Pointee::OutFdstat: return append_fdstat(at);
    case Pointee::OutFilestat:
      return abi_ == Abi::Preview1 ? append_filestat<GuestFilestat>(at) : append_filestat<UnstableFilestat>(at);
    case Pointee::OutPrestat:
      if (Fallible<GuestPrestat> prestat = memory_.read<GuestPrestat>(at)) append(", name_len={}", prestat->name_len);
      return;
    case Pointee::OutEvents: return append_events(at, result("nevents").value_or(0));
    case Pointee::OutText: append(", {}=", name); return append_text(at, values_[i + 1].u32);
    case Pointee::InBytes:
      if (!reads_into_buffers(function_.name)) return;
      append(", {}=", name);
      return append_buffers(at, values_[i + 1].u32, result("nread").value_or(0));
    case Pointee::Opaque:
      if (function_.name != "path_readlink") return;
      append(", {}=", name);
      return append_text(at, result("bufused").value_or(0));
    default: return;
  }
}

void Line::append_results() {
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    const PointerRow* row = parameters_[i].type == "Pointer" ? find_pointer(parameters_[i].name) : nullptr;
    if (row != nullptr) append_result(i, row->pointee);
  }
}

void Line::append_result_addresses() {
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    const PointerRow* row = parameters_[i].type == "Pointer" ? find_pointer(parameters_[i].name) : nullptr;
    if (row != nullptr && is_result(row->pointee)) append(", {} at {:#x}", parameters_[i].name, values_[i].u32);
  }
}

// What an errno does not say: that a path led out of its folder, and that a guest has found all folders there are.
std::string_view remark(const FunctionRow& function, Errno error, const Context& context, Fd fd) {
  if (function.name == "fd_prestat_get" && error == Errno::Badf) {
    return fd == kFirstPreopen ? " (there is no folder for this program; see --dir)" : " (there are no more folders)";
  }
  if (error != Errno::Notcapable) return "";
  Fallible<std::shared_ptr<Descriptor>> descriptor = context.fds.hold(fd);
  bool lacks = descriptor.has_value() && (function.rights & ~(*descriptor)->base) != 0;
  if (lacks) return " (the descriptor lacks the right)";
  if (function.name == "path_open" || function.second_rights != 0) {
    return " (the path leads out of its folder, or a right is missing)";
  }
  return function.name.starts_with("path_") ? " (the path leads out of its folder)" : "";
}

}  // namespace

std::vector<Parameter> parameters_of(const FunctionRow& function) {
  std::vector<Parameter> parameters;
  std::string_view rest = function.parameters;
  rest.remove_prefix(1);
  rest.remove_suffix(1);
  while (!rest.empty()) {
    std::string_view one = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min(rest.size(), one.size() + 1));
    one.remove_prefix(one.find_first_not_of(' '));
    std::size_t space = one.find(' ');
    parameters.push_back({one.substr(0, space), one.substr(space + 1)});
  }
  return parameters;
}

bool is_decoded(const Parameter& parameter) {
  if (parameter.type == "Pointer") return find_pointer(parameter.name) != nullptr;
  return parameter.type != "Flags" || has_names(parameter.name);
}

Outcome<> traced_invoke(const FunctionRow& function, Abi abi, Context& context, GuestMemory memory,
                        std::span<Value> values, std::string& line) {
  Fd first = values.empty() ? 0 : values[0].u32;
  Line description(function, abi, context, memory, values, line);
  description.append_arguments();
  Outcome<> outcome = invoke(function, abi, context, memory, values);
  if (outcome.has_value()) {
    Errno error = static_cast<Errno>(values[0].u32);
    fmt::format_to(std::back_inserter(line), " = {}{}", errno_name(error), remark(function, error, context, first));
    if (error == Errno::Success) description.append_results();
    if (error == Errno::Fault || error == Errno::Inval) description.append_result_addresses();
  }
  line += '\n';
  return outcome;
}

}  // namespace wrt::wasi
