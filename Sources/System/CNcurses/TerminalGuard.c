#define _GNU_SOURCE
#include "TerminalGuard.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <termios.h>
#include <unistd.h>

// Everything below `restore` runs inside signal handlers: no allocation, no stdio, no locks.

enum { crash_count = 6, polite_count = 7 };

static const int crash_signals[crash_count] = {SIGSEGV, SIGABRT, SIGILL, SIGTRAP, SIGBUS, SIGFPE};
static const int polite_signals[polite_count] = {SIGWINCH, SIGTSTP, SIGCONT, SIGTERM, SIGHUP, SIGINT, SIGQUIT};

static struct {
  atomic_int armed;
  atomic_int resized, stop, continued, terminate, ignore_interrupts;
  int wake;
  int terminal;      // our own descriptor of the terminal, which nobody redirects
  int null;
  int real_error;    // where standard error went before it was held back
  int held_error;    // what was held back, in memory
  off_t shown;       // how much of it was shown already
  int installed;
  int at_exit;
  struct termios modes;
  char bytes[512];
  size_t count;
  struct sigaction before_crash[crash_count];
  struct sigaction before_polite[polite_count];
} guard = {.wake = -1, .terminal = -1, .null = -1, .real_error = -1, .held_error = -1};

int guard_make_wake(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

void guard_wake(int descriptor) {
  uint64_t one = 1;
  ssize_t done = write(descriptor, &one, sizeof one);
  (void)done;
}

void guard_drain(int descriptor) {
  uint64_t many;
  ssize_t done = read(descriptor, &many, sizeof many);
  (void)done;
}

static void write_all(int descriptor, const char *bytes, size_t count) {
  while (count > 0) {
    ssize_t done = write(descriptor, bytes, count);
    if (done > 0) {
      bytes += done;
      count -= (size_t)done;
    } else if (done < 0 && errno == EAGAIN) {
      struct pollfd ready = {descriptor, POLLOUT, 0};
      if (poll(&ready, 1, 1000) <= 0) return;
    } else if (!(done < 0 && errno == EINTR)) {
      return;
    }
  }
}

void guard_write(const char *bytes, size_t count) { write_all(guard.terminal, bytes, count); }

// Setting modes from a background job would stop it; the signal is held meanwhile.
void guard_restore_modes(void) {
  sigset_t out, old;
  sigemptyset(&out);
  sigaddset(&out, SIGTTOU);
  pthread_sigmask(SIG_BLOCK, &out, &old);
  tcsetattr(guard.terminal, TCSANOW, &guard.modes);
  pthread_sigmask(SIG_SETMASK, &old, NULL);
}

// What was held back may quote data: only printable bytes, tabs and line ends go through.
static void show_held_error(void) {
  char chunk[1024];
  if (guard.held_error < 0) return;
  off_t end = lseek(guard.held_error, 0, SEEK_END);
  if (end - guard.shown > 65536) guard.shown = end - 65536;
  while (guard.shown < end) {
    ssize_t got = pread(guard.held_error, chunk, sizeof chunk, guard.shown);
    if (got <= 0) break;
    for (ssize_t i = 0; i < got; i++) {
      unsigned char c = (unsigned char)chunk[i];
      int after_c2 = i > 0 && (unsigned char)chunk[i - 1] == 0xC2;
      if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7F || (after_c2 && c >= 0x80 && c < 0xA0)) chunk[i] = '?';
    }
    write_all(guard.real_error, chunk, (size_t)got);
    guard.shown += got;
  }
}

static void release_error(void) {
  if (guard.held_error < 0) return;
  dup2(guard.real_error, STDERR_FILENO);
  show_held_error();
}

static void restore(void) {
  if (!atomic_exchange(&guard.armed, 0)) return;
  write_all(guard.terminal, guard.bytes, guard.count);
  guard_restore_modes();
  release_error();
}

// Another thread may still be drawing: after a crash its bytes go nowhere.
static void crashed(int number, siginfo_t *info, void *context) {
  (void)context;
  int saved = errno;
  if (guard.armed) {
    dup2(guard.null, STDOUT_FILENO);
    restore();
    dup2(guard.terminal, STDOUT_FILENO);
  }
  for (int i = 0; i < crash_count; i++)
    if (crash_signals[i] == number) sigaction(number, &guard.before_crash[i], NULL);
  errno = saved;
  // A fault happens again when the handler returns; what somebody sent, or a passed breakpoint, does not.
  if (info->si_code <= 0 || number == SIGTRAP || number == SIGABRT) raise(number);
}

static void polite(int number) {
  int saved = errno;
  switch (number) {
    case SIGWINCH: guard.resized = 1; break;
    case SIGTSTP: guard.stop = 1; break;
    case SIGCONT: guard.continued = 1; break;
    default:
      if ((number == SIGINT || number == SIGQUIT) && guard.ignore_interrupts) break;
      if (atomic_exchange(&guard.terminate, number)) {
        // Asked twice: whatever the loop is doing takes too long.
        restore();
        signal(number, SIG_DFL);
        raise(number);
      }
  }
  if (guard.wake >= 0) guard_wake(guard.wake);
  errno = saved;
}

static void install_handlers(void) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  action.sa_sigaction = crashed;
  for (int i = 0; i < crash_count; i++) sigaction(crash_signals[i], &action, &guard.before_crash[i]);
  memset(&action, 0, sizeof action);
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  action.sa_handler = polite;
  for (int i = 0; i < polite_count; i++) {
    sigaction(polite_signals[i], NULL, &guard.before_polite[i]);
    // `nohup` and background starts have asked for silence; they keep it.
    int silenced = guard.before_polite[i].sa_handler == SIG_IGN;
    int may_be_silent = polite_signals[i] == SIGHUP || polite_signals[i] == SIGTSTP;
    if (!(silenced && may_be_silent)) sigaction(polite_signals[i], &action, NULL);
  }
}

int guard_install(int wake) {
  guard.wake = wake;
  if (guard.terminal < 0) guard.terminal = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 10);
  if (guard.null < 0) guard.null = open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (guard.terminal < 0 || guard.null < 0 || tcgetattr(guard.terminal, &guard.modes) != 0) return -1;
  guard.count = 0;
  guard.terminate = guard.stop = guard.continued = guard.resized = 0;
  // An overflowing stack leaves no room for a handler, unless the thread has a spare one.
  stack_t spare;
  if (sigaltstack(NULL, &spare) == 0 && (spare.ss_flags & SS_DISABLE)) {
    spare.ss_flags = 0;
    spare.ss_size = 65536;
    spare.ss_sp = malloc(spare.ss_size);
    if (spare.ss_sp) sigaltstack(&spare, NULL);
  }
  if (!guard.installed) install_handlers();
  guard.installed = 1;
  if (!guard.at_exit) atexit(restore);
  guard.at_exit = 1;
  return 0;
}

void guard_remove(void) {
  if (!guard.installed) return;
  for (int i = 0; i < crash_count; i++) sigaction(crash_signals[i], &guard.before_crash[i], NULL);
  for (int i = 0; i < polite_count; i++) sigaction(polite_signals[i], &guard.before_polite[i], NULL);
  guard.installed = 0;
  guard.wake = -1;
}

void guard_set_restore_bytes(const char *bytes, size_t count) {
  guard.count = count < sizeof guard.bytes ? count : sizeof guard.bytes - 1;
  memcpy(guard.bytes, bytes, guard.count);
}

void guard_arm(void) {
  if (isatty(STDERR_FILENO)) {
    if (guard.held_error < 0) {
      guard.real_error = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 10);
      guard.held_error = memfd_create("standard-error", MFD_CLOEXEC);
      if (guard.held_error >= 0) fcntl(guard.held_error, F_SETFL, O_APPEND);
    }
    if (guard.held_error >= 0 && guard.real_error >= 0) dup2(guard.held_error, STDERR_FILENO);
  }
  guard.armed = 1;
}

void guard_disarm(void) {
  if (atomic_exchange(&guard.armed, 0)) release_error();
}

void guard_ignore_interrupts(int ignore) { guard.ignore_interrupts = ignore; }

guard_requests guard_take_requests(void) {
  guard_requests requests = {
      atomic_exchange(&guard.resized, 0), atomic_exchange(&guard.stop, 0), atomic_exchange(&guard.continued, 0), guard.terminate};
  return requests;
}

void guard_stop_job(void) {
  struct sigaction mine, continued, ignored, plain;
  memset(&ignored, 0, sizeof ignored);
  ignored.sa_handler = SIG_IGN;
  memset(&plain, 0, sizeof plain);
  plain.sa_handler = SIG_DFL;
  // The rest of the job first; then this thread stops itself, so that nothing runs before the stop takes hold.
  sigaction(SIGTSTP, &ignored, &mine);
  kill(0, SIGTSTP);
  sigaction(SIGTSTP, &plain, NULL);
  // The caller takes the terminal back itself, so the end of this stop is no news.
  sigaction(SIGCONT, &plain, &continued);
  raise(SIGTSTP);
  sigaction(SIGCONT, &continued, NULL);
  sigaction(SIGTSTP, &mine, NULL);
}

int guard_window_size(int *rows, int *columns) {
  struct winsize size;
  if (ioctl(guard.terminal, TIOCGWINSZ, &size) != 0 || size.ws_row == 0 || size.ws_col == 0) return 0;
  *rows = size.ws_row;
  *columns = size.ws_col;
  return 1;
}
