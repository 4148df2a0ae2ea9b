// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Attacks on other programs and processes: starting them, looking into them, sending them signals, talking to them.
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "test/sandbox/attack.h"

static char* const kTrue[] = {"/bin/true", NULL};
static char* const kNothing[] = {NULL};

// What became of a child process: an error that it met, or -1 as it stands.
static long wait_for(long child) {
  int status = 0;
  if (child < 0 || waitpid((pid_t)child, &status, 0) < 0) return -1;
  return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : -1;
}

// The child of a call that copies the process does nothing.
static long leave_child(long child) {
  if (child == 0) _exit(0);
  return wait_for(child);
}

static long exec_true(void) {
  return execve(kTrue[0], kTrue, kNothing);
}
static long exec_shell(void) {
  return system("true") == 0 ? 0 : -1;
}
static long copy_process(void) {
  return leave_child(fork());
}
static long clone_process(void) {
  return leave_child(syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0));
}
static long clone_namespace(void) {
  return leave_child(syscall(SYS_clone, SIGCHLD | CLONE_NEWUSER, 0, 0, 0, 0));
}

static long clone3_process(void) {
  struct clone_args how = {.exit_signal = SIGCHLD};
  return leave_child(syscall(SYS_clone3, &how, sizeof how));
}

static long exec_memory(void) {
  const int file = (int)syscall(SYS_memfd_create, "attack", 0);
  if (file < 0) return -1;
  const int program = open(kTrue[0], O_RDONLY);
  char bytes[4096];
  for (ssize_t size; (size = read(program, bytes, sizeof bytes)) > 0;) {
    if (write(file, bytes, (size_t)size) != size) return -1;
  }
  return fexecve(file, kTrue, kNothing);
}

static long exec_by_descriptor(void) {
  return syscall(SYS_execveat, AT_FDCWD, kTrue[0], kTrue, kNothing, 0);
}

static long trace_parent(void) {
  return ptrace(PTRACE_SEIZE, getppid(), NULL, NULL);
}
static long trace_me(void) {
  return ptrace(PTRACE_TRACEME, 0, NULL, NULL);
}

static long read_process(void) {
  char byte;
  struct iovec to = {&byte, 1};
  struct iovec from = {&byte, 1};
  return process_vm_readv(getpid(), &to, 1, &from, 1, 0);
}

static long kill_parent(void) {
  return kill(getppid(), 0);
}
static long kill_group(void) {
  return kill(0, 0);
}
static long signal_thread_of_parent(void) {
  return syscall(SYS_tgkill, getppid(), getppid(), 0);
}
static long signal_own_thread(void) {
  return syscall(SYS_tgkill, getpid(), getpid(), 0);
}
static long watch_parent(void) {
  return syscall(SYS_pidfd_open, getppid(), 0);
}
// To the priority that it has: the parent is the test.
static long slow_parent(void) {
  return setpriority(PRIO_PROCESS, (id_t)getppid(), getpriority(PRIO_PROCESS, (id_t)getppid()));
}

static long limit_parent(void) {
  struct rlimit limit;
  if (prlimit(0, RLIMIT_CORE, NULL, &limit) != 0) return -1;
  return prlimit(getppid(), RLIMIT_CORE, &limit, NULL);
}

static void* open_from_thread(void* result) {
  *(int*)result = open("/etc/passwd", O_RDONLY) < 0 ? errno : 0;
  return NULL;
}

// Threads can be started, but stand behind the same walls.
static long run_thread(void* (*function)(void*), int* result) {
  pthread_t thread;
  const int error = pthread_create(&thread, NULL, function, result);
  errno = error;
  if (error != 0 || pthread_join(thread, NULL) != 0) return -1;
  errno = *result;
  return *result == 0 ? 0 : -1;
}

static void* do_nothing(void* result) {
  return result;
}

static long start_thread(void) {
  int result = 0;
  return run_thread(do_nothing, &result);
}

static long thread_opens_passwd(void) {
  int result = 0;
  return run_thread(open_from_thread, &result);
}

// All walls are meant to be raised by the only thread there is. Two links, and one for each thread.
static long other_threads(void) {
  struct stat tasks;
  if (stat("/proc/self/task", &tasks) != 0) return -1;
  errno = ESRCH;
  return tasks.st_nlink > 3 ? 0 : -1;
}

static struct sockaddr_in discard(void) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(9)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

static long socket_tcp(void) {
  return socket(AF_INET, SOCK_STREAM, 0);
}
static long socket_unix(void) {
  return socket(AF_UNIX, SOCK_STREAM, 0);
}
static long socket_netlink(void) {
  return socket(AF_NETLINK, SOCK_RAW, 0);
}

static long socket_pair(void) {
  int pair[2];
  return socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
}

// Standard input is a UDP socket that is bound to nothing.
static long connect_given(void) {
  const struct sockaddr_in address = discard();
  return connect(STDIN_FILENO, (const struct sockaddr*)&address, sizeof address);
}

static long bind_given(void) {
  struct sockaddr_in address = discard();
  address.sin_port = 0;
  return bind(STDIN_FILENO, (const struct sockaddr*)&address, sizeof address);
}

static long send_given(void) {
  const struct sockaddr_in address = discard();
  return sendto(STDIN_FILENO, "x", 1, 0, (const struct sockaddr*)&address, sizeof address);
}

static long set_option_given(void) {
  return setsockopt(STDIN_FILENO, SOL_SOCKET, SO_REUSEADDR, &(int){1}, sizeof(int));
}

const Attack kProcessAttacks[] = {
    {"exec", exec_true},
    {"exec-by-descriptor", exec_by_descriptor},
    {"exec-memory", exec_memory},
    {"exec-shell", exec_shell},
    {"fork", copy_process},
    {"clone-process", clone_process},
    {"clone-namespace", clone_namespace},
    {"clone3-process", clone3_process},
    {"start-thread", start_thread},
    {"thread-opens-passwd", thread_opens_passwd},
    {"other-threads", other_threads},
    {"trace-parent", trace_parent},
    {"trace-me", trace_me},
    {"read-process", read_process},
    {"kill-parent", kill_parent},
    {"kill-group", kill_group},
    {"signal-thread-of-parent", signal_thread_of_parent},
    {"signal-own-thread", signal_own_thread},
    {"watch-parent", watch_parent},
    {"slow-parent", slow_parent},
    {"limit-parent", limit_parent},
    {"socket-tcp", socket_tcp},
    {"socket-unix", socket_unix},
    {"socket-netlink", socket_netlink},
    {"socket-pair", socket_pair},
    {"connect-given", connect_given},
    {"bind-given", bind_given},
    {"send-given", send_given},
    {"set-option-given", set_option_given},
    {NULL, NULL},
};
