import Casefile

/// Rarer functions of texts: GUID bytes, byte counts, command lines, paths.
enum MoreTextFunctions {
  static let all: [String: ScalarFunctions.Make] = [
    "trim_ws": { site in
      try site.require(1)
      return try site.rowwise { .string(Conversion.text($0[0]).trimmed) }
    },
    "has_any_index": { site in
      try site.require(2)
      return try site.rowwise { cells in
        let text = Conversion.text(cells[0])
        let place = (cells[1].json.array ?? []).firstIndex { TextPredicate(.has, Conversion.text(.dynamic($0)), isCased: false).test(text) }
        return .long(Int64(place ?? -1))
      }
    },
    "base64_encode_fromguid": { site in
      try site.require(1)
      return try site.rowwise { cells in
        guard let text = Conversion.guid(cells[0]) else { return .string("") }
        return .string(Base64.encoded(GUIDBytes.bytes(of: text)))
      }
    },
    "base64_decode_toguid": { site in
      try site.require(1)
      return try site.rowwise { cells in
        guard let bytes = Base64.decoded(Conversion.text(cells[0])), bytes.count == 16 else { return .null }
        return .guid(GUIDBytes.text(of: bytes))
      }
    },
    "bag_pack_without_nulls": { site in
      try site.rowwise { cells in
        var bag = JSONObject()
        for place in stride(from: 0, to: cells.count - 1, by: 2) where !cells[place + 1].isEmpty {
          bag[Conversion.text(cells[place])] = cells[place + 1].json
        }
        return .dynamic(.object(bag))
      }
    },
    "format_bytes": { site in
      try site.require(1)
      return try site.rowwise { .string(bytesText($0)) }
    },
    "parse_command_line": { site in
      try site.require(1)
      return try site.rowwise { cells in .dynamic(.array(CommandLine.words(Conversion.text(cells[0])).map { .string($0) })) }
    },
    "parse_path": { site in
      try site.require(1)
      return try site.rowwise { .dynamic(.object(PathParts.parse(Conversion.text($0[0])))) }
    },
    "ingestion_time": { site in Scalar(.null, type: site.type) },
    "current_principal": { site in Scalar(.string(""), type: site.type) },
  ]

  private static func bytesText(_ cells: [Value]) -> String {
    guard let number = Conversion.real(cells[0]) else { return "" }
    let names = ["Bytes", "KB", "MB", "GB", "TB", "PB", "EB"]
    let base = cells.count > 3 ? Conversion.real(cells[3]) ?? 1024 : 1024
    var (size, place) = (number, 0)
    let wanted = cells.count > 2 ? names.firstIndex(of: Conversion.text(cells[2])) : nil
    while place + 1 < names.count, wanted.map({ place < $0 }) ?? (size.magnitude >= base) {
      size /= base
      place += 1
    }
    let digits = Int(clamping: cells.count > 1 ? max(0, min(12, Conversion.long(cells[1]) ?? 0)) : 0)
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let rounded = (size * scale).rounded() / scale
    let text = Int64(exactly: rounded).map { String($0) } ?? rounded.description
    return "\(text) \(names[place])"
  }

  /// Windows' rules: blanks part words unless quoted, `\"` is a quote, backslashes count only before one.
  private enum CommandLine {
    static func words(_ text: String) -> [String] {
      var words: [String] = []
      var word = String.UnicodeScalarView()
      var (isQuoted, isStarted, slashes) = (false, false, 0)
      for scalar in text.unicodeScalars {
        if scalar == "\\" {
          slashes += 1
          isStarted = true
          continue
        }
        let isQuote = scalar == "\""
        word.append(contentsOf: repeatElement("\\", count: isQuote ? slashes / 2 : slashes))
        defer { slashes = 0 }
        if isQuote, slashes % 2 == 1 {
          word.append(scalar)
        } else if isQuote {
          isQuoted.toggle()
          isStarted = true
        } else if !isQuoted, scalar == " " || scalar == "\t" {
          if isStarted { words.append(String(word)) }
          word = String.UnicodeScalarView()
          isStarted = false
        } else {
          word.append(scalar)
          isStarted = true
        }
      }
      word.append(contentsOf: repeatElement("\\", count: slashes))
      return isStarted ? words + [String(word)] : words
    }
  }
}

/// The bytes of a GUID as .NET lays them: the first three groups little end first.
private enum GUIDBytes {
  private static let order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15]

  static func bytes(of text: String) -> [UInt8] {
    let digits = Array(text.utf8.filter { $0 != 0x2D })
    guard digits.count == 32 else { return [] }
    let plain = (0..<16).map { UInt8(String(decoding: digits[(2 * $0)...(2 * $0 + 1)], as: UTF8.self), radix: 16) ?? 0 }
    return order.map { plain[$0] }
  }

  static func text(of bytes: [UInt8]) -> String {
    let digits = order.map { place in
      let text = String(bytes[place], radix: 16)
      return text.count == 1 ? "0" + text : text
    }
    return Conversion.guid(.string(digits.joined())) ?? ""
  }
}

/// `parse_path`: a file path cut into the parts the service names.
private enum PathParts {
  static func parse(_ text: String) -> JSONObject {
    var rest = Substring(text)
    var (scheme, root, stream) = ("", "", "")
    if rest.hasPrefix("file://") {
      scheme = "file"
      rest = rest.dropFirst(7)
    }
    let drive = rest.prefix(3)
    if drive.count >= 2, drive.first?.isLetter == true, drive.dropFirst().first == ":" {
      root = String(drive.count == 3 && (drive.last == "\\" || drive.last == "/") ? drive : drive.prefix(2))
    }
    if let mark = rest.dropFirst(2).lastIndex(of: ":") {
      stream = String(rest[rest.index(after: mark)...])
      rest = rest[..<mark]
    }
    let cut = rest.lastIndex { $0 == "/" || $0 == "\\" }
    let directory = cut.map { rest[..<$0] } ?? ""
    let name = cut.map { rest[rest.index(after: $0)...] } ?? rest
    let folder = directory.split { $0 == "/" || $0 == "\\" }.last.map { String($0) } ?? ""
    let extensionText = name.lastIndex(of: ".").map { String(name[name.index(after: $0)...]) } ?? ""
    return [
      "Scheme": .string(scheme), "RootPath": .string(root), "DirectoryPath": .string(String(directory)), "DirectoryName": .string(folder),
      "Filename": .string(String(name)), "Extension": .string(extensionText), "AlternateDataStreamName": .string(stream),
    ]
  }
}
