package import Casefile

/// Why the terminal cannot be used.
package enum TerminalFault: Error, Equatable, Sendable {
  case notATerminal(String)
  case noType
  case dumb(String)
  case unknownType(String)
  case modesUnreadable

  /// The fault as the program tells it.
  package var problem: Problem {
    switch self {
    case .notATerminal(let stream):
      Problem(
        "The workbench needs a terminal.", cause: "\(stream) is not one.",
        remedy: "Start it from a terminal without redirection, or use the commands that print: logspotlight --help.", kind: .usage)
    case .noType:
      Problem(
        "The workbench does not know this terminal.", cause: "TERM is not set.", remedy: "Set it, for instance TERM=xterm-256color.",
        kind: .usage)
    case .dumb(let type):
      Problem(
        "The workbench cannot draw on this terminal.", cause: "TERM=\(type) cannot place the cursor.",
        remedy: "Use a full terminal, or the commands that print: logspotlight --help.", kind: .usage)
    case .unknownType(let type):
      Problem(
        "The workbench does not know this terminal.", cause: "No description of TERM=\(type) is installed.",
        remedy: "Set TERM=xterm-256color, or install the package ncurses-term.", kind: .usage)
    case .modesUnreadable:
      Problem(
        "The terminal does not answer.", cause: "Its modes cannot be read.", remedy: "Open a new terminal and try again.", kind: .usage)
    }
  }
}
