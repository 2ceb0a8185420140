import Casefile
import Glibc

/// A file that is only ever added to, by any number of processes: each addition is one locked write, on disk when it returns.
struct AppendOnlyFile: Sendable {
  let path: String

  /// Appends what `make` returns for the last line so far (nil in an empty file). Folders are made 0700, the file 0600.
  ///
  /// A last line that was cut by a crash is closed first, so that no line is ever glued to a broken one.
  func append(_ make: (String?) throws -> String) throws {
    try AppendOnlyFile.makeFolder(of: path)
    let file = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard file >= 0 else { throw problem("opened") }
    defer { close(file) }
    // Findings are the analyst's own: rights that somebody widened are taken back.
    var facts = stat()
    if fstat(file, &facts) == 0, facts.st_mode & 0o077 != 0, facts.st_uid == geteuid() { _ = fchmod(file, 0o600) }
    guard flock(file, LOCK_EX) == 0 else { throw problem("locked") }
    var (last, isCut) = try lastLine(file)
    if isCut { last = try previousWholeLine(file) }
    try write((isCut ? "\n" : "") + (try make(last)) + "\n", to: file)
    guard fsync(file) == 0 else { throw problem("written to disk") }
  }

  private func write(_ text: String, to file: Int32) throws {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw problem("written") }
      bytes = bytes.dropFirst(count)
    }
  }

  /// The text after the last line break, or the last whole line when the file ends with one.
  private func lastLine(_ file: Int32) throws -> (line: String?, isCut: Bool) {
    let size = lseek(file, 0, SEEK_END)
    guard size > 0 else { return (nil, false) }
    let tail = try tail(file, size: size)
    guard tail.last == UInt8(ascii: "\n") else { return (nil, true) }
    return (AppendOnlyFile.line(endingAt: tail.count - 1, in: tail), false)
  }

  private func previousWholeLine(_ file: Int32) throws -> String? {
    let tail = try tail(file, size: lseek(file, 0, SEEK_END))
    guard let end = tail.lastIndex(of: UInt8(ascii: "\n")) else { return nil }
    return AppendOnlyFile.line(endingAt: end, in: tail)
  }

  private static func line(endingAt end: Int, in bytes: [UInt8]) -> String {
    let start = bytes[..<end].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  /// The end of the file, as far back as two line breaks reach.
  private func tail(_ file: Int32, size: off_t) throws -> [UInt8] {
    var length = min(size, 64 << 10)
    while true {
      var bytes = [UInt8](repeating: 0, count: Int(length))
      let count = bytes.withUnsafeMutableBytes { pread(file, $0.baseAddress, $0.count, size - length) }
      guard count == bytes.count else { throw problem("read") }
      let breaks = bytes.reduce(0) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
      if breaks >= 2 || length == size { return bytes }
      length = min(size, length * 4)
    }
  }

  private func problem(_ what: String) -> Problem {
    Problem(
      "\(path) cannot be \(what).", cause: String(cString: strerror(errno)),
      remedy: "Mend the permissions or free space; LogSpotlight writes nothing elsewhere instead.")
  }

  static func makeFolder(of path: String) throws {
    guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return }
    let folder = String(path[..<slash])
    if access(folder, F_OK) == 0 { return }
    try makeFolder(of: folder)
    guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
      throw Problem(
        "The folder \(folder) cannot be made.", cause: String(cString: strerror(errno)), remedy: "Make it yourself, or set XDG_STATE_HOME.")
    }
  }
}
