#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <term.h>

// term.h defines macros such as `lines` and `columns`, so it must not reach the module's header.
const char *nc_capability(const char *name) {
  const char *value = tigetstr(name);
  return value == (const char *)-1 ? NULL : value;
}
