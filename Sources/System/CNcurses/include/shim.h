#ifndef LOGSPOTLIGHT_NCURSES_SHIM_H
#define LOGSPOTLIGHT_NCURSES_SHIM_H

// Without this get_wch and cchar_t vanish.
#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

// wcwidth is not declared under Swift's feature macros.
extern int wcwidth(wchar_t);

typedef struct nc_session {
  SCREEN *screen;
  WINDOW *input;
} nc_session;

/// Keys that ncurses does not know by itself; the numbers lie above every code of its own.
#define nc_paste_start 3000
#define nc_paste_end 3001
#define nc_focus_in 3002
#define nc_focus_out 3003

/// Chooses the character set: 1 for UTF-8, 0 for anything else.
///
/// Without a locale in the environment, or with a UTF-8 one that is not installed, C.UTF-8 is taken.
static inline int nc_choose_locale(void) {
  const char *wanted = getenv("LC_ALL");
  if (!wanted || !*wanted) wanted = getenv("LC_CTYPE");
  if (!wanted || !*wanted) wanted = getenv("LANG");
  int silent = !wanted || !*wanted;
  int asks_utf8 = !silent && (strstr(wanted, "UTF-8") || strstr(wanted, "utf8") || strstr(wanted, "UTF8") || strstr(wanted, "utf-8"));
  const char *got = silent ? NULL : setlocale(LC_CTYPE, "");
  if (!got && (silent || asks_utf8)) got = setlocale(LC_CTYPE, "C.UTF-8");
  if (!got) setlocale(LC_CTYPE, "C");
  return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

/// Starts ncurses on standard input and output; `screen` is null for an unknown terminal type.
static inline nc_session nc_start(const char *type) {
  nc_session session = {newterm(type, stdout, stdin), NULL};
  if (!session.screen) return session;
  set_term(session.screen);
  set_escdelay(25);
  raw();
  noecho();
  nonl();
  idlok(stdscr, TRUE);
  leaveok(stdscr, FALSE);
  // A pad, because reading from a window refreshes it first.
  session.input = newpad(1, 1);
  keypad(session.input, TRUE);
  nodelay(session.input, TRUE);
  define_key("\033[200~", nc_paste_start);
  define_key("\033[201~", nc_paste_end);
  define_key("\033[I", nc_focus_in);
  define_key("\033[O", nc_focus_out);
  // Mouse reports are decoded in Swift: ncurses knows the modern form only for some terminal types.
  define_key(NULL, KEY_MOUSE);
  return session;
}

static inline void nc_finish(nc_session session) {
  if (session.input) delwin(session.input);
  endwin();
  delscreen(session.screen);
}

/// A byte (below 256), the code of a key, or ERR when nothing waits.
///
/// Bytes and not characters: get_wch swallows the keys that follow an undecodable byte.
static inline int nc_read(nc_session session) { return wgetch(session.input); }

static inline int nc_rows(void) { return LINES; }
static inline int nc_columns(void) { return COLS; }
static inline int nc_colours(void) { return COLORS; }
static inline int nc_pairs(void) { return COLOR_PAIRS; }
static inline int nc_erase_character(void) { return (unsigned char)erasechar(); }

/// Starts colours with the terminal's own as pair 0; 0 where there are none.
static inline int nc_start_colours(void) { return has_colors() && start_color() == OK && use_default_colors() == OK; }

static inline void nc_make_pair(int pair, int foreground, int background) { init_extended_pair(pair, foreground, background); }

static inline attr_t nc_attributes(int bold, int dim, int italic, int underline, int reverse) {
  return (bold ? A_BOLD : 0) | (dim ? A_DIM : 0) | (italic ? A_ITALIC : 0) | (underline ? A_UNDERLINE : 0) | (reverse ? A_REVERSE : 0);
}

/// Makes a cell of a base character and the marks on it (zero-terminated).
static inline cchar_t nc_cell(const wchar_t *text, attr_t attributes, int pair) {
  cchar_t cell;
  memset(&cell, 0, sizeof cell);
  if (setcchar(&cell, text, attributes, 0, &pair) == ERR) setcchar(&cell, L"?", attributes, 0, &pair);
  return cell;
}

/// Makes a cell of one character that stands for itself.
static inline cchar_t nc_plain_cell(wchar_t character, attr_t attributes, int pair) {
  const wchar_t text[2] = {character, 0};
  return nc_cell(text, attributes, pair);
}

static inline void nc_put_row(int row, const cchar_t *cells, int count) { mvwadd_wchnstr(stdscr, row, 0, cells, count); }

/// Sends what changed to the terminal, with the cursor at a place, or hidden where the column is negative.
static inline void nc_show(int column, int row) {
  if (column >= 0) wmove(stdscr, row, column);
  wnoutrefresh(stdscr);
  curs_set(column >= 0);
  doupdate();
}

/// Forgets what the terminal shows, so that the next frame is sent whole.
static inline void nc_repaint(void) { clearok(curscr, TRUE); }

static inline void nc_resize(int rows, int columns) {
  resizeterm(rows, columns);
  werase(stdscr);
}

static inline void nc_leave(void) { endwin(); }

/// Takes the screen back after `nc_leave`.
static inline void nc_enter(void) {
  reset_prog_mode();
  wrefresh(curscr);
}

/// A string capability of the terminal; null where it has none.
const char *nc_capability(const char *name);

#endif
