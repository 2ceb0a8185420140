#ifndef LOGSPOTLIGHT_CNCURSES_H
#define LOGSPOTLIGHT_CNCURSES_H

// ncurses as Swift can call it, and the guard that leaves the terminal sane.
//
// shim.h: macros, globals and variadics of ncurses behind inline functions; nothing else of ncurses is meant to be called.
// TerminalGuard.h: what must survive a crash and therefore lives in C: saved modes, restore bytes, signal handlers.
// Only Terminal imports this module.

#include "shim.h"
#include "TerminalGuard.h"

#endif
