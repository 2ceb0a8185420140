package import Casefile

/// One audit record of the Office 365 Management Activity API.
package struct Office365Record: Equatable, Sendable {
  /// The table its row belongs to, and the column that holds its id there.
  package static let table = "OfficeActivity"
  package static let identity = "OfficeId"

  /// The fields as they came.
  package let object: JSONObject
  /// Its own id; one made of its content where it has none, the same whenever it is read again.
  package let id: String
  /// When it happened; where it does not say so, when its content was made available; `DateTime.minimum` where nobody says.
  package let created: DateTime

  /// Nil for what is no object. Times are UTC although they stand without a zone.
  package init?(_ json: JSONValue, contentCreated: DateTime?) {
    guard case .object(let object) = json else { return nil }
    self.object = object
    id = json.textAt("Id") ?? StableID.of(json.text)
    created = json.momentAt("CreationTime") ?? contentCreated ?? DateTime.minimum
  }

  var json: JSONValue { .object(object) }
}

extension Office365Record {
  /// Fields that the table has no column for, whole.
  package static let additional = "AdditionalFields"
  /// Columns that say something of the table, which a field of that name must not overwrite.
  private static let reserved: Set<String> = [
    "Type", "TenantId", "SourceSystem", "TimeGenerated", "OfficeId", "_IsBillable", "_BilledSize", "_ResourceId", "_SubscriptionId",
  ]
  private static let columns = Set(
    TableReference.standard.schema(named: table, in: .logAnalytics)?.columns.map(\.name) ?? []
  ).subtracting(reserved)

  /// The record as a row of OfficeActivity, by column; fields without a column of their own stand in `AdditionalFields`.
  package var row: JSONObject {
    let words = Office365Words.standard
    var row: JSONObject = ["Type": .string(Office365Record.table), "OfficeId": .string(id)]
    if created > DateTime.minimum { row["TimeGenerated"] = .string(created.description) }
    var additional = JSONObject()
    for (field, value) in object.pairs where value != .null {
      switch field {
      case "Id" where value.scalarText == id, "CreationTime" where json.momentAt("CreationTime") != nil: break
      case "RecordType": row[field] = words.recordType(value)
      default:
        let column = words.column(field)
        guard Office365Record.columns.contains(column), row[column] == nil else {
          additional[field] = value
          continue
        }
        let (address, port) = Office365Record.address(value, in: field)
        row[column] = words.word(field, address)
        if let port { additional[field + "Port"] = port }
      }
    }
    if !additional.isEmpty { row[Office365Record.additional] = .object(additional) }
    return row
  }

  /// Parts `192.0.2.1:443` and `[2001:db8::1]:443` into address and port; what is written in another way stays as it is.
  static func address(_ value: JSONValue, in field: String) -> (address: JSONValue, port: JSONValue?) {
    guard ["ClientIP", "ClientIPAddress", "ActorIpAddress"].contains(field), case .string(let text) = value else { return (value, nil) }
    let whole = text.trimmedBlanks
    if whole.hasPrefix("["), let close = whole.firstIndex(of: "]") {
      let inside = String(whole[whole.index(after: whole.startIndex)..<close])
      let rest = whole[whole.index(after: close)...]
      guard NetworkAddress(inside) != nil else { return (value, nil) }
      if rest.isEmpty { return (.string(inside), nil) }
      guard let port = port(rest) else { return (value, nil) }
      return (.string(inside), port)
    }
    guard NetworkAddress(whole) == nil, let colon = whole.lastIndex(of: ":"), let port = port(whole[colon...]) else { return (value, nil) }
    let address = String(whole[..<colon])
    guard NetworkAddress(address)?.isVersionFour == true else { return (value, nil) }
    return (.string(address), port)
  }

  private static func port(_ text: Substring) -> JSONValue? {
    guard text.hasPrefix(":"), text.dropFirst().utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return UInt16(text.dropFirst()).map { .integer(Int64($0)) }
  }
}
