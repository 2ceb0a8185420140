internal import Casefile
internal import Transport

/// What a service says about a token that it refused, as far as it is there: `, CODE: message, request id …`.
enum ServiceWords {
  private static let mostBytes = 64 << 10
  private static let longest = 200

  /// Empty where nothing can be read. Ends the transfer.
  static func read(_ response: HTTPResponse) async -> String { words(response.head, await body(response)) }

  /// Empty where nothing can be read. Ends the transfer.
  static func body(_ response: HTTPResponse) async -> [UInt8] { (try? await response.body.collect(upTo: mostBytes)) ?? [] }

  static func words(_ head: HTTPResponseHead, _ body: [UInt8]) -> String {
    let error = (try? JSONValue(parsing: body[...]))?["error"]
    let words = [error?["code"]?.string ?? error?.string, error?["message"]?.string].compactMap { $0.flatMap(shortened) }
    let identifier = (head.headers["request-id"] ?? head.headers["x-ms-request-id"]).flatMap(shortened)
    let parts = [words.joined(separator: ": "), identifier.map { "request id " + $0 } ?? ""].filter { !$0.isEmpty }
    return parts.map { ", " + $0 }.joined()
  }

  private static func shortened(_ text: String) -> String? {
    let line = text.prefix { !$0.isNewline }.prefix(longest)
    return line.isEmpty ? nil : String(line).harmless
  }
}
