// Canvas: the paper the workbench is drawn on, and the keys that come back from it.
//
// Here live a grid of character cells (`Surface`, `Cell`, `Style`, `Colour`), the geometry of panes (`Size`, `Rect`), the width, wrapping
// and cutting of text in cells, the drawing primitives (text, tables, shared borders, gauges, sparklines), input as values (`InputEvent`,
// `Key`), and the ways a surface leaves the screen: plain text and role letters for snapshots, ANSI and SVG for pictures.
//
// One promise holds all of it: text reaches a cell only through `Surface.draw`, and that shows every control, bidirectional override,
// invisible, private and unassigned scalar as a visible mark of known width (`SafeClusters`). No caller has to remember to clean text,
// and no log line can steer the terminal or bend a column.
//
// Not here: roles and themes (Workbench), ncurses (Terminal), any I/O, any clock. This module imports nothing.
// Callers: Workbench draws, Terminal shows and feeds events, tests read.
