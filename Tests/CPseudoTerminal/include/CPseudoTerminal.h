#ifndef LOGSPOTLIGHT_CPSEUDOTERMINAL_H
#define LOGSPOTLIGHT_CPSEUDOTERMINAL_H

#include <sys/types.h>

/// Starts a program on a new pseudo terminal of that size; returns its process id, or -1 with errno set.
///
/// `arguments` and `environment` end with a null pointer. `directory` may be null. The near end comes back in `terminal`
/// (non-blocking, closed on exec); `far` keeps the far end open, so that its modes can be read after the program has ended.
pid_t pseudo_terminal_start(
    const char *path, char *const arguments[], char *const environment[], const char *directory, int rows, int columns, int *terminal,
    int *far);

/// Starts a program with files as its streams, the latter two appended to; returns its process id, or -1 with errno set.
///
/// `arguments` and `environment` end with a null pointer. `directory` may be null. The program inherits no other file and blocks no signal.
pid_t child_start(
    const char *path, char *const arguments[], char *const environment[], const char *directory, const char *input, const char *output,
    const char *errors);

/// Waits for the end of a program for so long; its exit status as a shell tells it, -1 where it still runs, -2 on failure.
int child_wait(pid_t process, int milliseconds);

/// Tells the program that its terminal has another size; 0 on success.
int pseudo_terminal_resize(int terminal, int rows, int columns);

/// What decides whether a terminal is usable again: local, input, output and control flags, folded into one number.
unsigned long long pseudo_terminal_modes(int terminal);

/// The exit status as a shell tells it (128 + signal for a killed one), -1 while it runs, -2 on failure.
int pseudo_terminal_status(pid_t process);

#endif
