#define _GNU_SOURCE
#include "CPseudoTerminal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include <utmp.h>

// Lives in C because only async-signal-safe calls may run between fork and exec.
static void become(const char *path, char *const arguments[], char *const environment[], const char *directory) {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  for (int number = 1; number < 32; number++) signal(number, SIG_DFL);
  // A program that kept the sockets of the tests would hold their connections open for as long as it lives.
  closefrom(3);
  if (directory && chdir(directory) != 0) _exit(126);
  execve(path, arguments, environment);
  _exit(127);
}

pid_t pseudo_terminal_start(
    const char *path, char *const arguments[], char *const environment[], const char *directory, int rows, int columns, int *terminal,
    int *far) {
  struct winsize size;
  memset(&size, 0, sizeof size);
  size.ws_row = (unsigned short)rows;
  size.ws_col = (unsigned short)columns;
  int near_end, far_end;
  if (openpty(&near_end, &far_end, NULL, NULL, &size) != 0) return -1;
  fcntl(near_end, F_SETFD, FD_CLOEXEC);
  fcntl(far_end, F_SETFD, FD_CLOEXEC);
  pid_t process = fork();
  if (process == 0) {
    if (login_tty(far_end) != 0) _exit(125);
    become(path, arguments, environment, directory);
  }
  if (process < 0) {
    int saved = errno;
    close(near_end);
    close(far_end);
    errno = saved;
    return -1;
  }
  fcntl(near_end, F_SETFL, O_NONBLOCK);
  *terminal = near_end;
  *far = far_end;
  return process;
}

pid_t child_start(
    const char *path, char *const arguments[], char *const environment[], const char *directory, const char *input, const char *output,
    const char *errors) {
  pid_t process = fork();
  if (process != 0) return process;
  const int creating = O_WRONLY | O_CREAT | O_APPEND;
  if (dup2(open(input, O_RDONLY), 0) < 0 || dup2(open(output, creating, 0600), 1) < 0 || dup2(open(errors, creating, 0600), 2) < 0) {
    _exit(125);
  }
  become(path, arguments, environment, directory);
  _exit(127);
}

int child_wait(pid_t process, int milliseconds) {
  int end = (int)syscall(SYS_pidfd_open, process, 0);
  if (end < 0) return -2;
  struct pollfd waiting = {.fd = end, .events = POLLIN, .revents = 0};
  int ready;
  do {
    ready = poll(&waiting, 1, milliseconds);
  } while (ready < 0 && errno == EINTR);
  close(end);
  return ready == 0 ? -1 : pseudo_terminal_status(process);
}

int pseudo_terminal_resize(int terminal, int rows, int columns) {
  struct winsize size;
  memset(&size, 0, sizeof size);
  size.ws_row = (unsigned short)rows;
  size.ws_col = (unsigned short)columns;
  return ioctl(terminal, TIOCSWINSZ, &size);
}

unsigned long long pseudo_terminal_modes(int terminal) {
  struct termios modes;
  if (tcgetattr(terminal, &modes) != 0) return 0;
  unsigned long long folded = modes.c_lflag;
  folded = folded * 1000003u + modes.c_iflag;
  folded = folded * 1000003u + modes.c_oflag;
  return folded * 1000003u + modes.c_cflag;
}

int pseudo_terminal_status(pid_t process) {
  int status;
  pid_t done = waitpid(process, &status, WNOHANG);
  if (done == 0) return -1;
  if (done < 0) return -2;
  if (WIFEXITED(status)) return WEXITSTATUS(status);
  if (WIFSIGNALED(status)) return 128 + WTERMSIG(status);
  return -2;
}
