import Casefile
import Foundation

/// Finds what is to be imported under a path: regular files, links to them, and folders of these. Everything else is a problem of its own,
/// so that nothing is passed over in silence and nothing is waited for that never comes.
struct FolderWalk {
  /// A file to import, or why an entry cannot be.
  enum Entry: Equatable {
    case file(String)
    case fault(String, Problem)
  }

  /// Names in a folder; tests put another in its place.
  var names: (String) throws -> [String] = { try FileManager.default.contentsOfDirectory(atPath: $0) }
  private var entered: Set<[UInt64]> = []

  init() {}

  init(names: @escaping (String) throws -> [String]) { self.names = names }

  /// The file itself, or all files under a folder in order of names; hidden ones are left out.
  mutating func entries(_ path: String) -> [Entry] {
    // What the shell hands over as a file: a pipe that has a writer.
    if path == "/dev/stdin" || path.hasPrefix("/dev/fd/") || path.hasPrefix("/proc/self/fd/") { return [.file(path)] }
    guard isFolder(path) else { return [entry(path)] }
    let found = inside(path)
    if found.isEmpty {
      return [
        .fault(path, Problem("The folder is empty.", cause: "\(path) holds no file.", remedy: "Check that the export was written there."))
      ]
    }
    return found
  }

  private mutating func inside(_ folder: String) -> [Entry] {
    guard let mark = status(folder).map({ [UInt64($0.st_dev), UInt64($0.st_ino)] }) else { return [entry(folder)] }
    // A link that leads back to where one already was.
    guard entered.insert(mark).inserted else { return [] }
    let names: [String]
    do { names = try self.names(folder) } catch {
      return [
        .fault(
          folder,
          Problem("The folder cannot be read.", cause: "\(folder) may not be listed.", remedy: "Give yourself the right to read it."))
      ]
    }
    return names.sorted().filter { !$0.hasPrefix(".") }.flatMap { name -> [Entry] in
      let path = folder.hasSuffix("/") ? folder + name : folder + "/" + name
      return isFolder(path) ? inside(path) : [entry(path)]
    }
  }

  private func entry(_ path: String) -> Entry {
    guard let status = status(path) else {
      return .fault(
        path,
        Problem(
          "The file cannot be read.", cause: "\(path) does not exist or may not be read.", remedy: "Check the path and its permissions."))
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file(path)
    case S_IFIFO: return fault(path, "a pipe")
    case S_IFSOCK: return fault(path, "a socket")
    default: return fault(path, "a device")
    }
  }

  private func fault(_ path: String, _ kind: String) -> Entry {
    .fault(
      path,
      Problem(
        "Only files and folders can be imported.", cause: "\(path) is \(kind).",
        remedy: "Write what it gives to a file first, or hand it over as /dev/stdin."))
  }

  private func isFolder(_ path: String) -> Bool { status(path).map { $0.st_mode & S_IFMT == S_IFDIR } ?? false }

  /// What the path leads to, links followed.
  private func status(_ path: String) -> stat? {
    var status = stat()
    return stat(path, &status) == 0 ? status : nil
  }
}
