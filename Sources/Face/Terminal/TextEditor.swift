internal import Casefile
internal import Glibc
internal import Subprocess

/// The analyst's own editor on a file that nobody else can read.
struct TextEditor: Sendable {
  private let folder: String
  private let path: String

  /// Writes the text into a new folder of our own (0700) as a file of mode 0600.
  init(fileName: String, text: String) throws {
    let base = Environment["XDG_RUNTIME_DIR"] ?? Environment["TMPDIR"] ?? "/tmp"
    var template = Array((base + "/logspotlight-XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else { throw Self.unwritable(base) }
    folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    path = folder + "/" + fileName
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else {
      rmdir(folder)
      throw Self.unwritable(folder)
    }
    defer { close(descriptor) }
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else {
        discard()
        throw Self.unwritable(folder)
      }
      rest = rest.dropFirst(count)
    }
  }

  /// Runs the editor on the terminal and returns what the file holds afterwards.
  func run() async throws -> String {
    let command = Self.command()
    // A name is looked up in PATH; a path goes through env, which starts it as it is, without a shell.
    let isPath = command[0].contains("/")
    let arguments = (isPath ? command : Array(command.dropFirst())) + [path]
    guard !isPath || access(command[0], X_OK) == 0 else { throw Self.missing(command[0]) }
    let status: TerminationStatus
    do {
      status = try await Subprocess.run(
        .name(isPath ? "env" : command[0]), arguments: Arguments(arguments), input: .currentStandardInput,
        output: .currentStandardOutput, error: .currentStandardError
      ).terminationStatus
    } catch {
      throw Self.missing(command[0])
    }
    guard status.isSuccess else {
      throw Problem("The editor \(command[0]) ended with an error.", cause: "\(status)", remedy: "The text is as it was before.")
    }
    return try contents()
  }

  /// Removes the file, what editors leave beside it, and the folder.
  func discard() {
    if let entries = opendir(folder) {
      while let entry = readdir(entries) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
          pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != "." && name != ".." { unlink(folder + "/" + name) }
      }
      closedir(entries)
    }
    rmdir(folder)
  }

  private func contents() throws -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw Problem("The edited file is gone.", cause: "The editor did not save it.", remedy: "The text is as it was before.")
    }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(descriptor, &chunk, chunk.count)
      guard count > 0, bytes.count < 16 << 20 else { break }
      bytes += chunk[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func command() -> [String] {
    let wanted = [Environment["VISUAL"], Environment["EDITOR"]].compactMap { $0 }.map(words).first { !$0.isEmpty }
    return wanted ?? ["vi"]
  }

  /// Words of a command line such as `code --wait` or `'/opt/my editor/bin' -n`; quotes and backslashes hold words together.
  static func words(_ line: String) -> [String] {
    var words: [String] = []
    var word: String?
    var quote: Character?
    var isEscaped = false
    for character in line {
      if isEscaped {
        word = (word ?? "") + String(character)
        isEscaped = false
      } else if character == "\\", quote != "'" {
        isEscaped = true
      } else if let open = quote {
        if character == open { quote = nil } else { word = (word ?? "") + String(character) }
      } else if character == "'" || character == "\"" {
        quote = character
        word = word ?? ""
      } else if character.isWhitespace {
        if let done = word { words.append(done) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    if let done = word { words.append(done) }
    return words
  }

  private static func missing(_ editor: String) -> Problem {
    Problem(
      "The editor \(editor) did not start.", cause: "It was not found or may not be run.",
      remedy: "Set EDITOR to an editor that is installed, for instance EDITOR=nano.")
  }

  private static func unwritable(_ folder: String) -> Problem {
    Problem(
      "The text could not be handed to an editor.", cause: "No private file can be made in \(folder).",
      remedy: "Point TMPDIR at a folder that can be written.")
  }
}
