/// Files the program writes for people to edit.
package enum StarterFile {
  /// The commented `config.toml`.
  package static var configuration: [UInt8] { PackageResources.config_toml }
}
