import Casefile
import Foundation
import Glibc

/// Text given on the command line, in a file or on standard input.
enum Input {
  /// The argument itself, or all of standard input for `-`.
  static func text(_ argument: String) throws -> String {
    argument == "-" ? String(decoding: try standardInput(), as: UTF8.self) : argument
  }

  /// The bytes of a file, or of standard input for `-`.
  static func bytes(ofFile path: String) throws -> Data {
    if path == "-" { return try standardInput() }
    do {
      return try Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
    } catch {
      throw Problem("\(path) cannot be read.", cause: reason(path), remedy: "Name a file that exists and that you may read.")
    }
  }

  /// All of standard input; throws where it is closed, a folder, or breaks off.
  private static func standardInput() throws -> Data {
    var data = Data()
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(STDIN_FILENO, &chunk, chunk.count)
      if count == 0 { return data }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        throw Problem(
          "Standard input cannot be read.", cause: String(cString: strerror(errno)), remedy: "Pipe a text in, or name a file.")
      }
      data.append(contentsOf: chunk[..<count])
    }
  }

  /// The file itself, or of a folder all files with one of these endings, in the order of their paths.
  static func files(in path: String, endings: [String]) throws -> [String] {
    var isFolder: ObjCBool = false
    guard path != "-", FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else { return [path] }
    let names = (FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? [])
      .filter { name in endings.contains { name.lowercased().hasSuffix("." + $0) } }
    guard !names.isEmpty else {
      throw Problem(
        "The folder \(path) holds nothing to check.", cause: "No file in it ends in \(endings.map { "." + $0 }.joined(separator: ", ")).",
        remedy: "Name the files themselves.")
    }
    return names.sorted().map { (path.hasSuffix("/") ? path : path + "/") + $0 }
  }

  private static func reason(_ path: String) -> String {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return "There is no such file." }
    return isFolder.boolValue ? "It is a folder." : "Its permissions forbid it."
  }
}

/// `--timespan`: a length that ends now, or a range.
enum Timespan {
  /// `24h`, `7d`, `90m`, `PT6H`, `P1DT12H`, `START/END`, `START/PT6H`, `PT6H/END`.
  static func range(_ text: String, now: DateTime) throws -> TimeRange {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    if parts.count == 1, let length = length(text), length.ticks > 0 { return TimeRange(from: now - length, to: now) }
    if parts.count == 2 {
      if let from = DateTime(parts[0]), let to = DateTime(parts[1]), from < to { return TimeRange(from: from, to: to) }
      if let from = DateTime(parts[0]), let length = length(parts[1]) { return TimeRange(from: from, to: from + length) }
      if let length = length(parts[0]), let to = DateTime(parts[1]) { return TimeRange(from: to - length, to: to) }
    }
    throw Problem(
      "--timespan '\(text)' is no range.", cause: "Expected 24h, 7d, PT6H, or two of start, end and length with a slash between.",
      remedy: "Write it so, times in UTC.", kind: .usage)
  }

  private static func length(_ text: String) -> TimeSpan? {
    let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]
    if let last = text.last, let unit = units[last], let count = Double(text.dropLast()), count > 0, count * unit < 3e9 {
      return .seconds(count * unit)
    }
    return iso8601(text.uppercased())
  }

  /// `P[nD][T[nH][nM][nS]]`, weeks alone as `PnW`.
  private static func iso8601(_ text: String) -> TimeSpan? {
    guard text.first == "P", text.count > 2 else { return nil }
    var seconds = 0.0
    var digits = ""
    var isTime = false
    for character in text.dropFirst() {
      if character == "T" {
        isTime = true
      } else if character.isNumber || character == "." {
        digits.append(character)
      } else {
        let units: [Character: Double] = isTime ? ["H": 3600, "M": 60, "S": 1] : ["W": 604_800, "D": 86_400]
        guard let unit = units[character], let count = Double(digits) else { return nil }
        seconds += count * unit
        digits = ""
      }
    }
    return digits.isEmpty && seconds > 0 && seconds < 3e9 ? .seconds(seconds) : nil
  }
}
