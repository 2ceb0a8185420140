package import Casefile
import Crypto

/// One line of the journal.
package struct JournalLine: Equatable, Sendable {
  /// Counts up from 1 over the whole file.
  package var sequence: Int
  package var time: String
  package var hunt: String
  package var kind: String
  package var body: JSONValue
  /// The hash of the line before; empty for the first.
  package var previous: String
  package var hash: String

  /// The line as it is written, with its hash over the bytes before `,"hash"`.
  static func text(sequence: Int, time: DateTime, hunt: HuntID, kind: String, body: JSONValue, previous: String) -> String {
    let head: JSONValue = [
      "seq": .integer(Int64(sequence)), "time": .string(time.description), "hunt": .string(hunt.description), "kind": .string(kind),
      "body": body, "prev": .string(previous),
    ]
    let open = String(head.text.dropLast())
    return "\(open),\"hash\":\"\(digest(of: open))\"}"
  }

  /// Nil when the text is no line of a journal.
  init?(_ text: String) {
    guard let value = try? JSONValue(parsing: text), let sequence = value["seq"]?.integer, let hash = value["hash"]?.string,
      let previous = value["prev"]?.string, let kind = value["kind"]?.string
    else { return nil }
    self.sequence = Int(clamping: sequence)
    self.time = value["time"]?.string ?? ""
    self.hunt = value["hunt"]?.string ?? ""
    self.kind = kind
    self.body = value["body"] ?? .null
    self.previous = previous
    self.hash = hash
  }

  /// The hash the line should have, from the bytes it is written in.
  static func expectedHash(of text: String) -> String? {
    guard let end = text.range(ofLast: ",\"hash\":\"") else { return nil }
    return digest(of: String(text[..<end]))
  }

  private static func digest(of text: String) -> String {
    SHA256.hash(data: Array(text.utf8)).map { byte in
      let digits = String(byte, radix: 16)
      return byte < 16 ? "0" + digits : digits
    }.joined()
  }
}

extension String {
  /// Where the last occurrence of `part` begins.
  fileprivate func range(ofLast part: String) -> String.Index? {
    let bytes = Array(utf8)
    let wanted = Array(part.utf8)
    guard bytes.count >= wanted.count else { return nil }
    for start in stride(from: bytes.count - wanted.count, through: 0, by: -1)
    where bytes[start..<(start + wanted.count)].elementsEqual(wanted) {
      return utf8.index(utf8.startIndex, offsetBy: start)
    }
    return nil
  }
}
