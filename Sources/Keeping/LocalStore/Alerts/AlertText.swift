import Casefile
import Foundation

/// What a filter looks into: one line of text a value, lower case, each led by a control character that tells the field.
///
/// No typed word holds such a character, so a word is found in one field or not at all.
enum AlertText {
  enum Tag: UInt8, CaseIterable {
    /// The value without blanks, dashes and underscores: `initial-access` then finds `InitialAccess`.
    case compactStatus = 0x01
    case compactCategory = 0x02
    case detail = 0x0E
    case id = 0x10
    case source
    case title
    case summary
    case severity
    case status
    case category
    case product
    case judgement
    case assigned
    case incident
    case technique
    case user
    case host
    case address
    case otherEntity
  }

  static let newline: UInt8 = 0x0A

  static func text(of alert: Alert) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(512)
    func add(_ tag: Tag, _ value: String) {
      guard !value.isEmpty else { return }
      bytes.append(tag.rawValue)
      bytes.append(contentsOf: folded(value))
      bytes.append(newline)
    }
    add(.title, alert.title)
    add(.id, alert.id)
    add(.source, alert.source)
    add(.severity, alert.severity.rawValue)
    add(.status, alert.status)
    add(.category, alert.category)
    addCompact(.compactStatus, alert.status, &bytes)
    addCompact(.compactCategory, alert.category, &bytes)
    add(.product, alert.product)
    add(.judgement, alert.classification)
    add(.judgement, alert.determination)
    add(.assigned, alert.assignedTo)
    add(.incident, alert.incidentID)
    for technique in alert.techniques { add(.technique, technique) }
    for entity in alert.entities {
      add(tag(entity.kind), entity.label)
      add(.detail, entity.verdict)
      add(.detail, entity.role)
      for detail in entity.details { add(.detail, detail.value) }
    }
    add(.summary, alert.summary)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Lower case in every script, with blanks for control characters.
  static func folded(_ value: String) -> [UInt8] { value.lowercased().utf8.map { $0 < 0x20 || $0 == 0x7F ? 0x20 : $0 } }

  /// `folded` without blanks, dashes and underscores.
  static func compact(_ value: String) -> [UInt8] { folded(value).filter { $0 != 0x20 && $0 != 0x2D && $0 != 0x5F } }

  private static func addCompact(_ tag: Tag, _ value: String, _ bytes: inout [UInt8]) {
    let compact = compact(value)
    guard !compact.isEmpty else { return }
    bytes.append(tag.rawValue)
    bytes.append(contentsOf: compact)
    bytes.append(newline)
  }

  private static func tag(_ kind: Entity.Kind) -> Tag {
    switch kind {
    case .user: .user
    case .host: .host
    case .address: .address
    default: .otherEntity
    }
  }
}

/// Looking into an alert's text where SQLite keeps it.
extension UnsafeBufferPointer<UInt8> {
  /// The values of these fields, until `body` says that it has seen enough; returns whether it did.
  func contains(in tags: AlertTags, where body: (UnsafeBufferPointer<UInt8>) -> Bool) -> Bool {
    var start = 0
    while start < count {
      let end = place(of: AlertText.newline, from: start + 1) ?? count
      if tags.contains(self[start]), body(UnsafeBufferPointer(rebasing: self[start + 1..<end])) { return true }
      start = end + 1
    }
    return false
  }

  /// The first value of a field; nil when it has none.
  func first(_ tag: AlertText.Tag) -> UnsafeBufferPointer<UInt8>? {
    // A field's sign stands nowhere but at the start of its line.
    guard let start = place(of: tag.rawValue, from: 0) else { return nil }
    return UnsafeBufferPointer(rebasing: self[start + 1..<(place(of: AlertText.newline, from: start + 1) ?? count)])
  }

  private func place(of byte: UInt8, from start: Int) -> Int? {
    guard let baseAddress, start < count, let hit = memchr(baseAddress + start, Int32(byte), count - start) else { return nil }
    return baseAddress.distance(to: hit.assumingMemoryBound(to: UInt8.self))
  }

  /// The principal entity's label, as `Alert.principalEntity` chooses it.
  var principalEntity: UnsafeBufferPointer<UInt8>? {
    first(.host) ?? first(.user)
      ?? {
        var found: UnsafeBufferPointer<UInt8>?
        _ = contains(in: [.address, .otherEntity]) { value in
          found = value
          return true
        }
        return found
      }()
  }
}

/// A set of fields.
struct AlertTags: ExpressibleByArrayLiteral, Sendable {
  private var bits: UInt32 = 0

  init(_ tags: [AlertText.Tag]) { for tag in tags { bits |= 1 << UInt32(tag.rawValue) } }
  init(arrayLiteral tags: AlertText.Tag...) { self.init(tags) }

  @inline(__always) func contains(_ tag: UInt8) -> Bool { tag < 32 && bits & (1 << UInt32(tag)) != 0 }
}
