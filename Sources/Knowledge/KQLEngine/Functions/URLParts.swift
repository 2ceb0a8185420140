import Casefile

/// `parse_url`: a URL cut into the parts the service names.
enum URLParts {
  static func parse(_ text: String) -> JSONObject {
    var rest = Substring(text)
    var (scheme, user, password, port, path, fragment) = ("", "", "", "", "", "")
    var parameters = JSONObject()
    if let mark = range(of: "://", in: rest) {
      scheme = String(rest[..<mark.lowerBound])
      rest = rest[mark.upperBound...]
    } else {
      return object("", "", "", "", "", "", parameters, "")
    }
    if let mark = rest.firstIndex(of: "#") {
      fragment = String(rest[rest.index(after: mark)...])
      rest = rest[..<mark]
    }
    if let mark = rest.firstIndex(of: "?") {
      parameters = query(rest[rest.index(after: mark)...])
      rest = rest[..<mark]
    }
    if let mark = rest.firstIndex(of: "/") {
      path = String(rest[mark...])
      rest = rest[..<mark]
    }
    if let mark = rest.lastIndex(of: "@") {
      let halves = rest[..<mark].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      user = String(halves.first ?? "")
      password = halves.count > 1 ? String(halves[1]) : ""
      rest = rest[rest.index(after: mark)...]
    }
    if rest.last != "]", let mark = rest.lastIndex(of: ":") {
      port = String(rest[rest.index(after: mark)...])
      rest = rest[..<mark]
    }
    return object(scheme, String(rest), port, path, user, password, parameters, fragment)
  }

  /// `a=1&b=2`; values are kept as they are written, the first of a name wins.
  static func query(_ text: Substring) -> JSONObject {
    var result = JSONObject()
    for pair in text.split(separator: "&") {
      let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(halves[0])
      if result[name] == nil { result[name] = .string(halves.count > 1 ? String(halves[1]) : "") }
    }
    return result
  }

  private static func range(of needle: String, in text: Substring) -> Range<Substring.Index>? {
    var place = text.startIndex
    while place < text.endIndex {
      if text[place...].hasPrefix(needle) { return place..<text.index(place, offsetBy: needle.count) }
      place = text.index(after: place)
    }
    return nil
  }

  private static func object(
    _ scheme: String, _ host: String, _ port: String, _ path: String, _ user: String, _ password: String, _ parameters: JSONObject,
    _ fragment: String
  ) -> JSONObject {
    [
      "Scheme": .string(scheme), "Host": .string(host), "Port": .string(port), "Path": .string(path), "Username": .string(user),
      "Password": .string(password), "Query Parameters": .object(parameters), "Fragment": .string(fragment),
    ]
  }
}
