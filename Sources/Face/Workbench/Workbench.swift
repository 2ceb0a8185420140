// Workbench: all an analyst sees and presses, as plain values.
//
// One `Model` holds what is shown. `Model.receive(_:)` takes a `Message` (a key, a page of alerts, an event of a hunt, a tick) and
// returns `Effect`s, which are data: what to load, perform, copy, write. `Model.draw(on:)` paints the whole model into a `Surface`.
// The program's wiring turns effects into work and results into messages; nothing here waits, reads or writes.
//
// Commands are rows of one table (`CommandTable`): keys, footer, help and palette read it. Panes are rows of another (`PaneTable`): a pane
// owns no state. Looks are roles (`Role`) that a theme file gives colours. Words are in `Wording`.
//
// Big things stay outside: the model holds pages of alerts and rows, and ids of what is marked.
//
// Not here: terminals, threads, files, clocks, model calls. Callers: the program's wiring, and tests through `Desk`.
