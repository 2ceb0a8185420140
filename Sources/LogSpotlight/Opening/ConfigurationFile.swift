import Casefile
import Foundation
import Settings

/// The configuration as it was found, with its warnings.
struct ConfigurationFile {
  let configuration: Configuration
  let warnings: [Problem]
  /// Who else may write it, or read the files with secrets that it names.
  private(set) var accessWarnings: [Problem] = []
  let path: String
  let exists: Bool
  /// The workspace that is to be opened; `sample` when none is configured.
  let workspaceName: String

  /// Reads it, says its warnings on standard error, and settles which workspace is meant. No file at all is no mistake, unless it was named.
  static func open(_ common: CommonOptions, tells: Bool = true) throws -> ConfigurationFile {
    let surroundings = Surroundings()
    let path = try surroundings.configurationPath(common.config)
    let exists = FileManager.default.fileExists(atPath: path)
    guard exists || common.config == nil else {
      throw Problem(
        "There is no configuration at \(path).", remedy: "Leave out --config, or write one with `logspotlight config init`.", kind: .usage)
    }
    let reading = exists ? try Configuration.reading(text(of: path), file: path) : ConfigurationReading.none
    let name = common.workspace ?? reading.configuration.defaultWorkspace ?? OpenWorkspace.sampleName
    guard name == OpenWorkspace.sampleName || reading.configuration.workspaces[name] != nil else {
      let known = reading.configuration.workspaces.keys.sorted() + [OpenWorkspace.sampleName]
      throw Problem(
        "There is no workspace '\(name)'.", cause: "Known are \(known.joined(separator: ", ")).",
        remedy: "Choose one of them, or add it to \(path).",
        kind: .usage)
    }
    var file = ConfigurationFile(
      configuration: reading.configuration, warnings: reading.warnings, path: path, exists: exists, workspaceName: name)
    if exists { file.accessWarnings = FileAccess.warnings(ofConfiguration: path) + FileAccess.warnings(ofSecretsIn: file) }
    if tells { for warning in file.warnings + file.accessWarnings { Output.note("warning: \(warning.description)") } }
    return file
  }

  private static func text(of path: String) throws -> String {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Problem(
        "\(path) cannot be read.", cause: "Its permissions forbid it, or it is a folder.",
        remedy: "Mend them, or name another with --config.")
    }
    return String(decoding: data, as: UTF8.self)
  }

  /// A file the configuration names, relative to its own folder.
  func sibling(_ name: String) -> String {
    if name.hasPrefix("/") { return name }
    if name.hasPrefix("~/") { return (Surroundings()["HOME"] ?? "") + name.dropFirst(1) }
    return URL(fileURLWithPath: path).deletingLastPathComponent().appendingPathComponent(name).path
  }
}

extension ConfigurationReading {
  /// What holds without a file.
  static let none = ConfigurationReading(configuration: Configuration(), warnings: [])
}
