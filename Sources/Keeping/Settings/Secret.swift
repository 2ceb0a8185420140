/// Where a secret is to be read from. The secret itself is never in the configuration, and never kept here.
package enum SecretPlace: Equatable, Sendable {
  case environment(String)
  case file(String)
  /// A command line, split at blanks; quotes group words. It runs without a shell.
  case command(String)
}

extension SecretPlace: CustomStringConvertible {
  /// Where it comes from; this is all `config show` prints.
  package var description: String {
    switch self {
    case .environment(let name): "{ env = \"\(name)\" }"
    case .file(let path): "{ file = \"\(path)\" }"
    case .command(let line): "{ command = \"\(line)\" }"
    }
  }
}
