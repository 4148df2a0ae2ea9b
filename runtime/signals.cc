// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The signal handler: decides whether a fault is a guest's, gathers the backtrace, and sends the thread back to where
// C++ called the guest. It runs on the thread's signal stack, at any instruction, and so uses only what is marked
// async-signal-safe.
#include "runtime/signals.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <mutex>
#include <optional>

#include "runtime/activation.h"
#include "runtime/backtrace.h"
#include "runtime/guest_thread.h"
#include "runtime/machine.h"
#include "runtime/range_registry.h"

namespace wrt {

namespace {

struct sigaction previous_segv, previous_bus, previous_trap;

struct sigaction& previous_action(int signal) {
  if (signal == SIGSEGV) return previous_segv;
  if (signal == SIGBUS) return previous_bus;
  return previous_trap;
}

// The trap that a fault on this thread means; nothing when it is not a guest's.
std::optional<TrapCode> trap_of(int signal, const siginfo_t& info, const GuestThread& thread, std::uintptr_t pc) {
  const bool in_code = code_ranges().find(pc).has_value();
  if (signal == kTrapSignal) return in_code ? explicit_trap_at(pc) : std::nullopt;
  if (info.si_code <= 0) return std::nullopt;  // somebody sent it
  const std::uintptr_t address = reinterpret_cast<std::uintptr_t>(info.si_addr);
  // Guest code may have called a function of the C library that found the stack's end: nothing of ours is in between.
  if (thread.in_guard(address) && (in_code || !thread.innermost->in_host)) return TrapCode::StackOverflow;
  if (in_code && memory_ranges().find(address).has_value()) return TrapCode::MemoryOutOfBounds;
  return std::nullopt;
}

bool handle_trap(int signal, const siginfo_t& info, ucontext_t& context) {
  GuestThread* const thread = GuestThread::current_or_null();
  if (thread == nullptr || thread->innermost == nullptr) return false;
  const MachineState state = machine_state(context);
  const std::optional<TrapCode> code = trap_of(signal, info, *thread, state.pc);
  if (!code) return false;
  thread->innermost->trap = *code;
  if (trap_has_operand(*code)) thread->innermost->trap_operand = trap_operand(context);
  gather_backtrace(*thread, state);
  redirect_to_leave(context, thread->innermost->entry);
  return true;
}

void pass_on(int signal, siginfo_t* info, void* context) {
  struct sigaction& previous = previous_action(signal);
  if ((previous.sa_flags & SA_SIGINFO) != 0) return previous.sa_sigaction(signal, info, context);
  if (previous.sa_handler != SIG_DFL && previous.sa_handler != SIG_IGN) return previous.sa_handler(signal);
  if (previous.sa_handler == SIG_IGN && info->si_code <= 0) return;
  // The default action: the instruction faults once more on return, or the signal is sent again.
  struct sigaction standard{};
  standard.sa_handler = SIG_DFL;
  sigaction(signal, &standard, nullptr);
  if (info->si_code <= 0) syscall(SYS_tgkill, getpid(), syscall(SYS_gettid), signal);
}

void on_signal(int signal, siginfo_t* info, void* context) {
  const int saved_errno = errno;
  if (!handle_trap(signal, *info, *static_cast<ucontext_t*>(context))) pass_on(signal, info, context);
  errno = saved_errno;
}

}  // namespace

void install_signal_handlers() {
  static std::once_flag once;
  std::call_once(once, [] {
    struct sigaction action{};
    action.sa_sigaction = on_signal;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigemptyset(&action.sa_mask);
    for (const int signal : {SIGSEGV, SIGBUS, kTrapSignal}) sigaction(signal, &action, &previous_action(signal));
  });
}

}  // namespace wrt
