import Casefile

/// Cuts a JSON document into the elements of its one long list, in flat memory: the list that is the document itself, or the members
/// `value`, `Records` and `records` of the document. What else the document says is kept as its frame.
///
/// Only brackets, strings and commas are looked at; each element is then read on its own.
struct JSONElements {
  /// The document without the elements of the list; whole when it has none.
  private(set) var frame: [UInt8] = []
  /// The member whose elements were handed out; empty for a document that is a list.
  private(set) var list: String?
  private(set) var line = 1
  private var depth = 0
  private var isInString = false
  private var isEscaped = false
  private var lastString: [UInt8] = []
  private var listDepth = -1
  private var element: [UInt8] = []
  private var elementLine = 1
  private var isAfterEnd = false
  private var isTooLong = false
  private let longest: Int
  /// True when one value follows another, each an element of a list that nobody brackets.
  private var isSequence = false
  private var frameLine = 1

  /// The frame may not outgrow this: it holds all of a body that is no list.
  init(longest: Int = ImportLimits.recordBytes) { self.longest = longest }

  private static let longestFrame = 256 << 20
  private static let lists: Set<String> = ["value", "Records", "records"]

  /// True when the document is closed.
  var isWhole: Bool { depth == 0 && isAfterEnd && !isInString }
  private var isInList: Bool { listDepth >= 0 }

  /// `element` gets nil for an element that is too long.
  mutating func feed(_ piece: [UInt8], _ element: (ArraySlice<UInt8>?, Int) throws -> Void) throws {
    for byte in piece {
      if byte == 0x0A { line += 1 }
      if isInString {
        inString(byte)
      } else {
        try outside(byte, element)
      }
    }
    if frame.count > JSONElements.longestFrame {
      throw Problem(
        "The file is too large to be read at once.", cause: "It is one JSON value that is no list, longer than 256 MB.",
        remedy: "Write it as one object a line (JSONL) and import that.")
    }
  }

  private mutating func inString(_ byte: UInt8) {
    keep(byte)
    if isEscaped {
      isEscaped = false
    } else if byte == 0x5C {
      isEscaped = true
    } else if byte == 0x22 {
      isInString = false
      return
    }
    if depth == 1, !isInList, lastString.count < 64 { lastString.append(byte) }
  }

  private mutating func outside(_ byte: UInt8, _ handOut: (ArraySlice<UInt8>?, Int) throws -> Void) throws {
    switch byte {
    case 0x22:
      isInString = true
      lastString = []
      keep(byte)
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      if depth == 0 { try beginValue(handOut) }
      keep(byte)
      let isList = byte == UInt8(ascii: "[") && !isSequence && !isInList && (list == nil || list == "" && depth == 0)
      let name = String(decoding: lastString, as: UTF8.self)
      depth += 1
      if isList, depth == 1 { open("") } else if isList, depth == 2, JSONElements.lists.contains(name) { open(name) }
      isAfterEnd = true
    case UInt8(ascii: "}"), UInt8(ascii: "]"):
      if isInList, depth == listDepth {
        try handElement(handOut)
        listDepth = -1
      }
      depth -= 1
      keep(byte)
    case UInt8(ascii: ",") where isInList && depth == listDepth: try handElement(handOut)
    default: keep(byte)
    }
  }

  /// A second value behind the first one: what the first one was is an element, unless its list was handed out already.
  private mutating func beginValue(_ handOut: (ArraySlice<UInt8>?, Int) throws -> Void) throws {
    guard isAfterEnd, !isInList else { return frameLine = line }
    if list == nil { (list, isSequence) = ("", true) }
    if isSequence { try handOut(frame[...], frameLine) }
    if isSequence || list == "" { frame = [] }
    frameLine = line
  }

  /// The last value of a sequence, which no other follows.
  mutating func finishSequence(_ handOut: (ArraySlice<UInt8>?, Int) throws -> Void) throws {
    guard isSequence, !frame.isEmpty else { return }
    try handOut(frame[...], frameLine)
    frame = []
  }

  private mutating func open(_ name: String) {
    list = name
    listDepth = depth
    element = []
    elementLine = line
  }

  private mutating func keep(_ byte: UInt8) {
    guard isInList else { return frame.append(byte) }
    if element.isEmpty {
      if [0x20, 0x09, 0x0A, 0x0D].contains(byte) { return }
      elementLine = line
    }
    if element.count >= longest {
      isTooLong = true
      element.removeSubrange(1...)
    }
    if !isTooLong { element.append(byte) }
  }

  private mutating func handElement(_ handOut: (ArraySlice<UInt8>?, Int) throws -> Void) throws {
    guard !element.isEmpty else { return }
    let wasTooLong = isTooLong
    isTooLong = false
    defer { element.removeAll(keepingCapacity: true) }
    try handOut(wasTooLong ? nil : element[...], elementLine)
  }
}
