internal import Casefile
internal import Foundation

/// Continuous access evaluation: what a service demands of the next token.
enum Claims {
  /// The claims of a challenge with `error="insufficient_claims"`, or without an error at all, decoded; nil where there is none.
  static func demanded(by challenges: [String]) -> String? {
    for challenge in challenges {
      let values = AuthenticateHeader.parameters(challenge, scheme: "bearer")
      guard values["error"].map({ $0.lowercased() == "insufficient_claims" }) ?? true, let encoded = values["claims"],
        let json = decoded(encoded), let parsed = try? JSONValue(parsing: json), parsed.object != nil
      else { continue }
      return json
    }
    return nil
  }

  /// What is sent in `claims`: the demanded ones and the word that this client understands such demands.
  static func merged(_ demanded: String) -> String {
    guard var json = (try? JSONValue(parsing: demanded))?.object else { return demanded }
    var token = json["access_token"]?.object ?? JSONObject()
    token["xms_cc"] = ["values": ["CP1"]]
    json["access_token"] = .object(token)
    return JSONValue.object(json).plainText
  }

  /// Base64 of either alphabet, padded or not.
  private static func decoded(_ text: String) -> String? {
    var plain = text.replacing("-", with: "+").replacing("_", with: "/")
    while plain.utf8.count % 4 != 0 { plain += "=" }
    return Data(base64Encoded: plain).flatMap { String(data: $0, encoding: .utf8) }
  }
}

/// `WWW-Authenticate`, taken apart as RFC 9110 writes it.
enum AuthenticateHeader {
  /// The parameters of one scheme, names in lower case; empty when the scheme is not there. Quoted values may hold commas.
  static func parameters(_ header: String, scheme: String) -> [String: String] {
    var found: [String: String] = [:]
    var isOurs = false
    var rest = Substring(header)
    while true {
      rest = rest.drop { $0 == " " || $0 == "," || $0 == "\t" }
      let word = rest.prefix { $0 != " " && $0 != "=" && $0 != "," }
      guard !word.isEmpty else { return found }
      rest = rest.dropFirst(word.count)
      let afterBlanks = rest.drop { $0 == " " }
      guard afterBlanks.first == "=" else {
        isOurs = word.lowercased() == scheme
        continue
      }
      let value = value(&rest, afterBlanks.dropFirst().drop { $0 == " " })
      if isOurs { found[word.lowercased()] = value }
    }
  }

  private static func value(_ rest: inout Substring, _ text: Substring) -> String {
    guard text.first == "\"" else {
      let value = text.prefix { $0 != "," && $0 != " " }
      rest = text.dropFirst(value.count)
      return String(value)
    }
    var value = ""
    var index = text.index(after: text.startIndex)
    while index < text.endIndex, text[index] != "\"" {
      if text[index] == "\\", text.index(after: index) < text.endIndex { index = text.index(after: index) }
      value.append(text[index])
      index = text.index(after: index)
    }
    rest = index < text.endIndex ? text[text.index(after: index)...] : text[index...]
    return value
  }
}
