import Casefile
import Foundation
import Glibc
import Locking
import Settings

/// Who else may write what this program believes, or read what must stay secret.
enum FileAccess {
  /// A configuration that others may write runs commands of theirs (`{ command = … }`) and sends tokens where they like.
  static func warnings(ofConfiguration path: String) -> [Problem] {
    var warnings: [Problem] = []
    if let status = status(path), let who = writers(status) {
      warnings.append(
        Problem(
          "The configuration can be written by \(who).",
          cause: "\(path) has the mode \(mode(status)); whoever writes it decides which commands give secrets and where tokens go.",
          remedy: "chmod go-w '\(path)'"))
    }
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    // In a folder with the sticky bit nobody replaces a file of somebody else.
    if let status = status(folder), status.st_mode & S_ISVTX == 0, let who = writers(status) {
      warnings.append(
        Problem(
          "The configuration can be replaced by \(who).",
          cause: "Its folder \(folder) has the mode \(mode(status)), so that another file can be put in its place.",
          remedy: "chmod go-w '\(folder)'"))
    }
    if let status = status(path), status.st_uid != geteuid(), status.st_uid != 0 {
      warnings.append(
        Problem(
          "The configuration belongs to somebody else.",
          cause: "\(path) is of the user \(status.st_uid), who can change it at any time.",
          remedy: "Copy it, and name your own with --config."))
    }
    return warnings
  }

  /// Files that hold secrets of a workspace and of the models.
  static func warnings(ofSecretsIn file: ConfigurationFile) -> [Problem] {
    var paths: [(key: String, path: String)] = []
    if let signIn = file.configuration.workspaces[file.workspaceName]?.signIn {
      let key = "[workspaces.\(file.workspaceName).sign_in]"
      if case .file(let path)? = signIn.clientSecret { paths.append(("\(key) client_secret", path)) }
      if let path = signIn.clientCertificate { paths.append(("\(key) client_certificate", file.sibling(path))) }
    }
    for (name, model) in file.configuration.models.sorted(by: { $0.key < $1.key }) {
      if case .file(let path)? = model.apiKey { paths.append(("[models.\(name)] api_key", path)) }
    }
    return paths.compactMap { key, path in
      guard let status = status(path), let who = readers(status) else { return nil }
      return Problem(
        "A file with a secret can be read by \(who).", cause: "\(path), of \(key), has the mode \(mode(status)).",
        remedy: "chmod 600 '\(path)', and change the secret where others may have read it.")
    }
  }

  private static func status(_ path: String) -> stat? {
    var status = stat()
    return stat(path, &status) == 0 ? status : nil
  }

  private static func writers(_ status: stat) -> String? {
    if status.st_mode & 0o002 != 0 { return "everybody on this machine" }
    return status.st_mode & 0o020 != 0 && !isPrivate(status) ? "its group" : nil
  }

  /// Where the file belongs to another, as one that a service was given, its group is how we may read it at all.
  private static func readers(_ status: stat) -> String? {
    if status.st_mode & 0o006 != 0 { return "everybody on this machine" }
    let isOwn = status.st_uid == geteuid()
    return status.st_mode & (isOwn ? 0o060 : 0o020) != 0 && !isPrivate(status) ? "its group" : nil
  }

  /// Whether the file's group is its owner's alone, as systems with a group for each user make it: the same number, no other member, and the
  /// first group of nobody else. The group of root has members that no list names; a group that is not listed may have any. Users of a
  /// directory that does not list them are not seen.
  private static func isPrivate(_ status: stat) -> Bool {
    guard status.st_uid == status.st_gid, status.st_gid != 0 else { return false }
    var group = Glibc.group()
    var found: UnsafeMutablePointer<Glibc.group>?
    var text = [CChar](repeating: 0, count: 1 << 16)
    return text.withUnsafeMutableBufferPointer { text in
      // A list that cannot be read whole may name anybody.
      guard getgrgid_r(status.st_gid, &group, text.baseAddress, text.count, &found) == 0, found != nil, var member = group.gr_mem,
        let owner = soleUser(of: status.st_gid, status.st_uid)
      else { return false }
      while let name = member.pointee {
        guard owner.contains(String(cString: name)) else { return false }
        member += 1
      }
      return true
    }
  }

  /// The names of the user with this number; nil where the group is the first one of somebody else, and where the list of users is longer
  /// than is looked through or breaks off.
  private static func soleUser(of group: gid_t, _ user: uid_t) -> Set<String>? {
    userList.withLock { _ in
      setpwent()
      defer { endpwent() }
      var names: Set<String> = []
      for _ in 0..<mostUsers {
        errno = 0
        // Some sources end their list with an error of their own for `no more`.
        guard let entry = getpwent() else { return errno == 0 || errno == ENOENT ? names : nil }
        if entry.pointee.pw_uid == user {
          names.insert(String(cString: entry.pointee.pw_name))
        } else if entry.pointee.pw_gid == group {
          return nil
        }
      }
      return nil
    }
  }

  /// The system walks through its users with one finger for all threads.
  private static let userList = Locked(())
  /// Users at most, so that a large directory does not delay the start.
  private static let mostUsers = 10_000

  private static func mode(_ status: stat) -> String { String(status.st_mode & 0o7777, radix: 8) }
}
