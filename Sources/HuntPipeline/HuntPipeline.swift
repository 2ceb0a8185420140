// HuntPipeline: from a request to proven findings, as values.
//
// `Hunt` is one hunt as a state machine: `handle(event)` returns the steps to take, without I/O and without a clock. `HuntRunner`
// takes those steps through the ports and sends events back. The stops where a person decides (edit the query, consent to it,
// consent to its cost) are stages of the hunt, not waiting tasks.
//
// Folders: Drafting (request → plan), Guarding (query → review; only it can make an `ApprovedQuery`), Reducing (rows → the lines
// that are sent), Choosing (model and budget), Analysing (prompts, answer → findings), Verifying (findings against rows and the
// ATT&CK catalogue), Running (steps → ports).
//
// Not here: the network (Outside), the disk (Keeping), the screen (Face). The ports in `Ports.swift` say what they must do.
// Callers: Workbench and the headless commands drive hunts; the rooms behind the ports implement them.
