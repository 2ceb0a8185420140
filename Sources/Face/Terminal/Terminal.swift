// Terminal: the edge where the workbench meets a real terminal, and the only room that knows ncurses.
//
// `TerminalLoop` runs a program made of three functions: `receive` changes a model, `perform` carries out what that asked for, `draw` fills a
// `Surface`. The thread that calls `run` becomes the executor of `TerminalActor`: it waits for keys and for other threads, and the compiler
// keeps everybody else away from ncurses and the model. Others hand in messages through a `MessagePort`, in batches.
// `TerminalControl` is what effects may ask of the terminal: quit, suspend, copy to the clipboard, edit text in `$EDITOR`.
//
// However the program ends (quit, signal, crash, exit), the terminal is left as it was found; the C half of that is TerminalGuard in CNcurses.
//
// Not here: what is drawn and what keys mean (Workbench), safe text (Canvas), anything about hunts.
// Callers: the program's wiring. Nobody else imports this module.
