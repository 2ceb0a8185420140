// Settings: what the analyst may choose, as values.
//
// Here live the readers of the files people write by hand: themes (`ThemeFile`, `ThemeShelf`) and, beside them, the configuration, the
// guardrails and the key map. Each reader gives a value and says the place of every mistake: an unknown key is a warning with the nearest
// known one, a wrong type is a `Problem`.
//
// The themes themselves lie in `themes/` at the top of the package, one TOML file each, and reach the binary through the link `Themes`.
//
// Not here: what a role looks like on a given terminal (Workbench), any secret kept longer than it is needed, any network.
// Callers: the program reads everything here once at start; Workbench takes themes and key names.
