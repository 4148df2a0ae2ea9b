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
#include <initializer_list>
#include <mutex>
#include <optional>

#include "runtime/activation.h"
#include "runtime/backtrace.h"
#include "runtime/guest_thread.h"
#include "runtime/interrupter.h"
#include "runtime/machine.h"
#include "runtime/range_registry.h"
#include "runtime/uninstrumented.h"

namespace wrt {

namespace {

// ThreadSanitizer holds signals back until the thread calls a function that it knows, which compiled code never does;
// but for those of faults. Guests cause no SIGFPE.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define WRT_THREAD_SANITIZER 1
#endif
#elif defined(__SANITIZE_THREAD__)
#define WRT_THREAD_SANITIZER 1
#endif
#ifdef WRT_THREAD_SANITIZER
constexpr int kInterruptSignal = SIGFPE;
#else
// One that nobody dies of if it comes late, that debuggers let through, and that hardly any program has a use for.
constexpr int kInterruptSignal = SIGURG;
#endif

struct sigaction previous_segv, previous_bus, previous_trap, previous_interrupt;

struct sigaction& previous_action(int signal) {
  if (signal == kInterruptSignal) return previous_interrupt;
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

void leave(GuestThread& thread, TrapCode code, const MachineState& state, ucontext_t& context) {
  thread.innermost->trap = code;
  if (trap_has_operand(code)) thread.innermost->trap_operand = trap_operand(context);
  gather_backtrace(thread, state);
  redirect_to_leave(context, thread.innermost->entry);
}

bool handle_trap(int signal, const siginfo_t& info, ucontext_t& context) {
  GuestThread* const thread = GuestThread::current_or_null();
  if (thread == nullptr || thread->innermost == nullptr) return false;
  const MachineState state = machine_state(context);
  const std::optional<TrapCode> code = trap_of(signal, info, *thread, state.pc);
  if (!code) return false;
  leave(*thread, *code, state, context);
  return true;
}

// Whether this thread has a call that is to end. If the signal came in compiled code, that ends here; thunks are
// compiled code, too. Elsewhere the signal has ended a system call, and what follows is asked when the host returns.
bool handle_interrupt(ucontext_t& context) {
  GuestThread* const thread = GuestThread::current_or_null();
  if (thread == nullptr) return false;
  const TrapCode why = interruption_of(*thread);
  if (why == TrapCode{}) return false;
  const MachineState state = machine_state(context);
  if (code_ranges().find(state.pc)) leave(*thread, why, state, context);
  return true;
}

void pass_on(int signal, siginfo_t* info, void* context) {
  struct sigaction& previous = previous_action(signal);
  if ((previous.sa_flags & SA_SIGINFO) != 0) return previous.sa_sigaction(signal, info, context);
  if (previous.sa_handler != SIG_DFL && previous.sa_handler != SIG_IGN) return previous.sa_handler(signal);
  if (previous.sa_handler == SIG_IGN && info->si_code <= 0) return;
  // Ignored if nobody wants it.
  if (signal == kInterruptSignal) return;
  // The default action: the instruction faults once more on return, or the signal is sent again.
  struct sigaction standard{};
  standard.sa_handler = SIG_DFL;
  sigaction(signal, &standard, nullptr);
  if (info->si_code <= 0) syscall(SYS_tgkill, getpid(), syscall(SYS_gettid), signal);
}

void on_signal(int signal, siginfo_t* info, void* context) {
  const int saved_errno = errno;
  ucontext_t& registers = *static_cast<ucontext_t*>(context);
  const bool handled = signal == kInterruptSignal ? handle_interrupt(registers) : handle_trap(signal, *info, registers);
  if (!handled) pass_on(signal, info, context);
  errno = saved_errno;
}

#ifdef WRT_THREAD_SANITIZER
// A signal that is not held back may come while the thread is in the sanitizer, with locks of its own taken; so nothing
// that the sanitizer knows is done unless the signal came in compiled code. It would only be passed on.
WRT_UNINSTRUMENTED void on_interrupt(int signal, siginfo_t* info, void* context) {
  if (code_ranges().contains(machine_state(*static_cast<ucontext_t*>(context)).pc)) on_signal(signal, info, context);
}
#else
constexpr auto* on_interrupt = on_signal;
#endif

void install(void (*handler)(int, siginfo_t*, void*), std::initializer_list<int> signals) {
  struct sigaction action{};
  action.sa_sigaction = handler;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;  // and no SA_RESTART: system calls of host functions are to end
  sigemptyset(&action.sa_mask);
  // The handler of a trap is over before a call is ended otherwise.
  sigaddset(&action.sa_mask, kInterruptSignal);
  for (const int signal : signals) sigaction(signal, &action, &previous_action(signal));
}

}  // namespace

void install_signal_handlers() {
  static std::once_flag once;
  std::call_once(once, [] { install(on_signal, {SIGSEGV, SIGBUS, kTrapSignal}); });
}

void install_interrupt_handler() {
  static std::once_flag once;
  std::call_once(once, [] { install(on_interrupt, {kInterruptSignal}); });
}

void signal_guest_threads() {
  GuestThread::signal_all(kInterruptSignal);
}

}  // namespace wrt
