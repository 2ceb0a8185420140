// LogSpotlight: the program.
//
// It reads arguments, opens a workspace (configuration, store, journal, models) and either runs the workbench on the terminal or one
// command without it. Both drive the same `HuntRunner`. It is the only room that knows all others; no other room imports it.
//
// Folders: Commands (one file a command), Opening (what a command needs, opened), Output (rows and tables as text), Headless (a hunt
// without a screen), Workbench (effects of the workbench, carried out).
//
// Data goes to standard output, everything else to standard error. Exit codes: 0 done, 1 failed, 2 usage, 3 refused, 4 over budget,
// 5 partial, 130 interrupted.
