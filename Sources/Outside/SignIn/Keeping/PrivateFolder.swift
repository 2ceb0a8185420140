internal import Foundation

/// A folder that only its owner can enter, held open, so that nobody can put another in its place between two steps.
final class PrivateFolder {
  private let descriptor: Int32

  /// Nil when it is not there and `makes` is false. Throws when it belongs to somebody else or is a link.
  init?(_ path: String, makes: Bool) throws(TokenFile.Trouble) {
    if makes {
      let attributes: [FileAttributeKey: Any] = [.posixPermissions: 0o700]
      try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true, attributes: attributes)
    }
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT, !makes { return nil }
      throw TokenFile.Trouble(errno == ELOOP || errno == ENOTDIR ? "its folder is a link or no folder" : "its folder cannot be opened")
    }
    self.descriptor = descriptor
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_uid == geteuid() else {
      throw TokenFile.Trouble("its folder belongs to somebody else")
    }
    guard status.st_mode & 0o077 == 0 || fchmod(descriptor, 0o700) == 0 else { throw TokenFile.Trouble("others can enter its folder") }
  }

  deinit { close(descriptor) }

  /// Nil when there is no such file. Throws where it is a link, no plain file, or can be reached by others.
  func read(_ name: String, limit: Int) throws(TokenFile.Trouble) -> [UInt8]? {
    let file = openat(descriptor, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else {
      if errno == ENOENT { return nil }
      throw TokenFile.Trouble(errno == ELOOP ? "it is a link" : "it cannot be opened")
    }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { throw TokenFile.Trouble("it is no plain file") }
    guard status.st_uid == geteuid(), status.st_mode & 0o077 == 0 else { throw TokenFile.Trouble("others can read or write it") }
    guard status.st_size <= limit else { throw TokenFile.Trouble("it is too large") }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    var filled = 0
    while filled < bytes.count {
      let count = bytes.withUnsafeMutableBytes { Foundation.read(file, $0.baseAddress?.advanced(by: filled), $0.count - filled) }
      guard count > 0 else { throw TokenFile.Trouble("it cannot be read") }
      filled += count
    }
    return bytes
  }

  /// Writes beside the file and puts the new one in its place, so that a reader sees the old one or the new one. A link is replaced, not
  /// followed.
  func replace(_ name: String, with bytes: [UInt8]) throws(TokenFile.Trouble) {
    let draft = ".\(name).\(UUID().uuidString)"
    let file = openat(descriptor, draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw TokenFile.Trouble("no file can be made in its folder") }
    var isWhole = fchmod(file, 0o600) == 0
    var written = 0
    while isWhole, written < bytes.count {
      let count = bytes.withUnsafeBytes { Foundation.write(file, $0.baseAddress?.advanced(by: written), $0.count - written) }
      isWhole = count > 0
      written += max(0, count)
    }
    isWhole = isWhole && fsync(file) == 0
    close(file)
    guard isWhole, renameat(descriptor, draft, descriptor, name) == 0 else {
      unlinkat(descriptor, draft, 0)
      throw TokenFile.Trouble("the disk took it only in part")
    }
  }
}
