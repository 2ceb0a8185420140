import ArgumentParser
import Casefile
import Foundation
import Settings

/// `config`: where the configuration is, what is in force, and a starter.
struct ConfigCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "The configuration: where, what, and a commented starter.",
    subcommands: [Path.self, Show.self, Init.self], defaultSubcommand: Show.self)

  /// `config path`.
  struct Path: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Where the file is.", discussion: "Example: logspotlight config path")
    @OptionGroup var common: CommonOptions

    func run() async throws { Output.write(try Surroundings().configurationPath(common.config) + "\n") }
  }

  /// `config show`.
  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "What is in force; secrets are shown as where they come from.", discussion: "Example: logspotlight config show")
    @OptionGroup var common: CommonOptions

    func run() async throws {
      let opened = try ConfigurationFile.open(common)
      Output.write(opened.configuration.inForce(path: opened.exists ? opened.path : nil).prettyText + "\n")
    }
  }

  /// `config init`.
  struct Init: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write a commented starter; an existing file is never touched.", discussion: "Example: logspotlight config init")
    @OptionGroup var common: CommonOptions

    func run() async throws {
      let path = try Surroundings().configurationPath(common.config)
      guard !FileManager.default.fileExists(atPath: path) else {
        throw Problem("\(path) is there already.", remedy: "Edit it, or name another with --config.")
      }
      let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
      do {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try Data(StarterFile.configuration).write(to: URL(fileURLWithPath: path), options: .withoutOverwriting)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
      } catch {
        throw Problem(
          "\(path) cannot be written.", cause: "\(error.localizedDescription)",
          remedy: "Make its folder writable, or name another with --config.")
      }
      Output.write(path + "\n")
    }
  }
}
