/// Which column, or columns, hold what a Sigma field names.
struct FieldMap: Sendable {
  /// The map carried with the rules, read on first use.
  static let standard = FieldMap(PackageResources.sigma_fields_tsv)

  /// Column names by table and field, all in lower case; the table `(generic)` stands for those without a line of their own.
  private let columns: [String: [String: String]]

  init(_ table: [UInt8]) {
    var columns: [String: [String: String]] = [:]
    for line in table.split(separator: UInt8(ascii: "\n")).dropFirst() {
      let cells = line.split(separator: UInt8(ascii: "\t")).map { String(decoding: $0, as: UTF8.self) }
      if cells.count == 3 { columns[cells[0].lowercased(), default: [:]][cells[1].lowercased()] = cells[2].lowercased() }
    }
    self.columns = columns
  }

  /// Where `field` is in rows of `table` that have these columns (lower case name to place); nil when the rows have nothing of it.
  func source(of field: String, in table: String, columns places: [String: Int]) -> FieldSource? {
    let name = field.lowercased()
    let table = table.lowercased()
    if let composed = composed(name, table, places) { return composed }
    if let mapped = columns[table]?[name] ?? (table.hasPrefix("device") ? columns["(generic)"]?[name] : nil), let place = places[mapped] {
      return .column(place)
    }
    if let alias = FieldMap.aliases[table]?[name], let place = alias.lazy.compactMap({ places[$0] }).first { return .column(place) }
    if let place = places[name] { return .column(place) }
    return inside(field, places)
  }

  private func composed(_ name: String, _ table: String, _ places: [String: Int]) -> FieldSource? {
    let isProcess = table == "deviceprocessevents"
    func path(_ folder: String, _ file: String) -> FieldSource? {
      let found = (places[folder], places[file])
      return found.0 == nil && found.1 == nil ? nil : .path(folder: found.0, name: found.1)
    }
    guard table.hasPrefix("device") else { return nil }
    switch name {
    case "image" where isProcess: return path("folderpath", "filename")
    case "parentimage" where isProcess: return path("initiatingprocessfolderpath", "initiatingprocessfilename")
    case "image", "sourceimage": return path("initiatingprocessfolderpath", "initiatingprocessfilename")
    case "targetfilename", "imageloaded", "targetimage": return path("folderpath", "filename")
    case "parentimage": return path("initiatingprocessparentfilename", "initiatingprocessparentfilename")
    case "user" where isProcess: return places["accountname"].map { .account(domain: places["accountdomain"], name: $0) }
    case "targetobject": return places["registrykey"].map { .registry(key: $0, value: places["registryvaluename"]) }
    case "details": return places["registryvaluedata"].map { .registryData(data: $0, type: places["registryvaluetype"]) }
    case "initiated": return places["actiontype"].map { .initiated($0) }
    case "hashes":
      let kinds = ["sha1", "sha256", "md5"].filter { places[$0] != nil }
      return kinds.isEmpty ? nil : .hashes(kinds.map { $0.uppercased() }, kinds.compactMap { places[$0] })
    case "scriptblocktext", "payload", "contextinfo", "data", "hostapplication":
      return places["additionalfields"].map { .flattened($0) }
    case "queryname":
      return .first(
        [places["remoteurl"].map { .column($0) }, places["additionalfields"].map { .json($0, ["DnsQueryString"]) }].compactMap { $0 })
    default: return nil
    }
  }

  /// `Column.path`, `Column.*`, a field of `AdditionalFields`, or the last part of a path that is a column.
  private func inside(_ field: String, _ places: [String: Int]) -> FieldSource? {
    let parts = field.split(separator: ".").map(String.init)
    if parts.count > 1, let place = places[parts[0].lowercased()] {
      return parts[1] == "*" ? .flattened(place) : .json(place, Array(parts.dropFirst()))
    }
    if parts.count > 1, let last = parts.last, let place = places[last.lowercased()] { return .column(place) }
    return places["additionalfields"].map { .json($0, [field]) }
  }

  private static let aliases: [String: [String: [String]]] = [
    "securityevent": [
      "image": ["newprocessname", "processname"], "parentimage": ["parentprocessname"], "user": ["subjectusername", "account"],
      "hostname": ["computer"], "originalfilename": ["originalfilename"],
    ],
    "auditlogs": [
      "properties.message": ["operationname", "activitydisplayname"], "operationname": ["operationname", "activitydisplayname"],
    ],
    "azureactivity": [
      "operationname": ["operationnamevalue", "operationname"], "properties.message": ["operationnamevalue", "operationname"],
      "calleripaddress": ["calleripaddress"], "resourceid": ["resourceid", "_resourceid"],
    ],
    "signinlogs": ["calleripaddress": ["ipaddress"], "appid": ["appid"], "location": ["location"]],
  ]
}
