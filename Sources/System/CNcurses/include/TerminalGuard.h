#ifndef LOGSPOTLIGHT_TERMINAL_GUARD_H
#define LOGSPOTLIGHT_TERMINAL_GUARD_H

#include <stddef.h>
#include <stdint.h>

/// What signals have asked for since the last look.
typedef struct guard_requests {
  int resized;
  int stop;
  int continued;
  int terminate;  // the signal, or 0
} guard_requests;

/// Makes the descriptor that wakes the loop (an eventfd); -1 on failure.
int guard_make_wake(void);
void guard_wake(int descriptor);
void guard_drain(int descriptor);

/// Remembers the terminal's modes and installs every handler; 0 on success. Must come before ncurses starts.
int guard_install(int wake);

/// Gives the signals back to whoever had them before.
void guard_remove(void);

/// Bytes that undo everything that was switched on; at most 511.
void guard_set_restore_bytes(const char *bytes, size_t count);

/// From now on an end of the process puts the terminal back; standard error is held back meanwhile where it is a terminal.
void guard_arm(void);

/// The terminal is put back by ncurses; what standard error held back is shown.
void guard_disarm(void);

/// Puts saved modes back without disarming.
void guard_restore_modes(void);

/// Whether interrupts from the keyboard concern a child that owns the terminal (1) or us (0).
void guard_ignore_interrupts(int ignore);

/// Hands over and forgets what signals have asked for.
guard_requests guard_take_requests(void);

/// Stops this job as the shell expects, and returns when it is continued (at once where nobody could continue it).
void guard_stop_job(void);

/// Writes all bytes to the terminal, interrupted or not.
void guard_write(const char *bytes, size_t count);

/// Rows and columns as the kernel knows them; 0 where it does not.
int guard_window_size(int *rows, int *columns);

#endif
