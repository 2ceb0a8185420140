import Casefile
import SignIn

/// One page of a list, taken apart.
struct GraphPage {
  struct Item {
    let object: JSONObject
    let id: String
    let created: DateTime?
    let updated: DateTime?
  }

  private(set) var items: [Item] = []
  /// Entries that are no objects, so that no alert could be made of them.
  private(set) var refused: [String] = []
  /// To be followed exactly as it came.
  let next: String?
  /// Matches in all, as the service counts them.
  let total: Int?
  /// Entries of the page, readable or not.
  let count: Int

  init(_ json: JSONValue, _ endpoint: GraphEndpoint) throws {
    guard let value = json["value"] else { throw GraphPage.wrong("no value") }
    guard let entries = value.array else { throw GraphPage.wrong("a value that is no list") }
    count = entries.count
    next = json["@odata.nextLink"]?.string.flatMap { $0.isEmpty ? nil : $0 }
    total = (json["@odata.count"]?.integer ?? json["@odata.count"]?.string.flatMap { Int64($0) }).map { Int(clamping: $0) }
    if let link = json["@odata.nextLink"], link != .null, link.string == nil { refused.append("its link to the next page is no text") }
    if let error = json["error"], error != .null {
      let body = ServiceReport(json)
      refused.append(
        "the service reports an error with it: \([body?.code ?? "", body?.words ?? ""].filter { !$0.isEmpty }.joined(separator: ": "))")
    }
    for (place, entry) in entries.enumerated() {
      guard case .object(let object) = entry else {
        refused.append("entry \(place + 1) is no record")
        continue
      }
      items.append(Item(object, endpoint))
    }
  }

  private static func wrong(_ what: String) -> Problem {
    Problem(
      "Microsoft Graph's page cannot be read.", cause: "Its JSON holds \(what).", remedy: "Try again; report it if it stays.", retry: .now)
  }
}

extension GraphPage.Item {
  init(_ object: JSONObject, _ endpoint: GraphEndpoint) {
    self.object = object
    func moment(_ key: String) -> DateTime? { object[key]?.string.flatMap { DateTime($0) } }
    created = moment("createdDateTime")
    updated = moment(endpoint.updatedProperty)
    if let text = object["id"]?.string, !text.isEmpty {
      id = text
    } else {
      id = object["id"]?.integer.map { String($0) } ?? JSONValue.object(object).text
    }
  }
}
