/// Where a rule's field is found in a row; columns are named by their place.
indirect enum FieldSource: Hashable, Sendable {
  case column(Int)
  /// The first that holds text.
  case first([FieldSource])
  /// A folder and a file name as one path; the folder column may already end with the name.
  case path(folder: Int?, name: Int?)
  /// A registry key and its value's name as one path, hives shortened as Sysmon writes them.
  case registry(key: Int, value: Int?)
  /// Registry data, numbers written as Sysmon writes them when the type column says so.
  case registryData(data: Int, type: Int?)
  case account(domain: Int?, name: Int)
  /// `SHA1=…,SHA256=…`
  case hashes([String], [Int])
  /// A value inside a column that holds JSON.
  case json(Int, [String])
  /// All texts inside a column that holds JSON, one a line.
  case flattened(Int)
  /// Whether the endpoint opened the connection itself, told by the action.
  case initiated(Int)

  /// The columns the source reads.
  var columns: [Int] {
    switch self {
    case .column(let column), .json(let column, _), .flattened(let column), .initiated(let column): [column]
    case .first(let sources): sources.flatMap(\.columns)
    case .path(let folder, let name): [folder, name].compactMap { $0 }
    case .registry(let key, let value): [key, value].compactMap { $0 }
    case .registryData(let data, let type): [data, type].compactMap { $0 }
    case .account(let domain, let name): [domain, name].compactMap { $0 }
    case .hashes(_, let columns): columns
    }
  }
}
