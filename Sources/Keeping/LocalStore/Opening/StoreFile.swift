import Casefile
import Foundation
import GRDB

/// The file and its folder: only their owner may look inside.
struct StoreFile {
  let path: String

  var exists: Bool { FileManager.default.fileExists(atPath: path) }
  var isWritable: Bool { access(path, W_OK) == 0 && access(folder, W_OK) == 0 }
  /// A name without a slash lies in the folder one is in.
  private var folder: String {
    let folder = (path as NSString).deletingLastPathComponent
    return folder.isEmpty ? "." : folder
  }

  /// Makes the folder (0700) and an empty file (0600) where they are missing. What exists keeps its rights, except that a store
  /// others could read is closed to them.
  func prepare() throws {
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) {
      guard !isFolder.boolValue else { throw StoreProblem.notAStore(path, "it is a folder") }
      if isWritable { chmod(path, 0o600) }
      return
    }
    do {
      let attributes: [FileAttributeKey: Any] = [.posixPermissions: 0o700]
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true, attributes: attributes)
    } catch {
      throw Problem(
        "The folder of the store cannot be made.", cause: "\(folder) does not exist and could not be created.",
        remedy: "Create it, or name another file with --store.")
    }
    let descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw Problem(
        "The store cannot be made.", cause: "\(path) could not be created: \(String(cString: strerror(errno))).",
        remedy: "Check the rights and the room on that disk, or name another file with --store.")
    }
    close(descriptor)
  }
}

extension StoreFile {
  /// Looks at the header before SQLite may touch the file, so that another program's database is not even switched to WAL.
  func checkHeader() throws {
    let kind = try? FileManager.default.attributesOfItem(atPath: URL(fileURLWithPath: path).resolvingSymlinksInPath().path)[.type]
    if let kind = kind as? FileAttributeType, kind != .typeRegular {
      throw StoreProblem.notAStore(path, kind == .typeDirectory ? "it is a folder" : "it is no regular file")
    }
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw Problem(
        "There is no store to open.", cause: "\(path) does not exist or may not be read.",
        remedy: "Open it for writing once, check its rights, or name another file with --store.")
    }
    defer { try? handle.close() }
    let header = [UInt8]((try? handle.read(upToCount: 100)) ?? Data())
    if header.isEmpty { return }
    guard header.count == 100, header.starts(with: Array("SQLite format 3\0".utf8)) else {
      throw StoreProblem.notAStore(path, "it is not an SQLite database")
    }
    func number(at offset: Int) -> Int { header[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } }
    if number(at: 68) == Migrations.applicationID {
      let version = number(at: 60)
      guard version <= Migrations.latest else { throw StoreProblem.newer(path, version: version) }
      return
    }
    try askSQLite()
  }

  /// The mark may still be in the write-ahead log; only SQLite can tell.
  private func askSQLite() throws {
    try StoreProblem.shaped(path) {
      var configuration = Configuration()
      configuration.readonly = true
      configuration.busyMode = .timeout(5)
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      try queue.read { _ = try Migrations.check($0, path: path) }
      try queue.close()
    }
  }
}
