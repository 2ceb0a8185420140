/// The rules this program brings along.
package enum RuleLibrary {
  /// Our own rules, read on first use; a test proves that every one of them reads.
  package static let own: [SigmaRule] = files.flatMap { SigmaRule.rules(in: $0).compactMap { try? $0.get() } }

  /// The text of the rule files, for showing and for checking.
  package static var files: [String] {
    [
      PackageResources.process_execution_yml, PackageResources.process_persistence_yml, PackageResources.process_credentials_yml,
      PackageResources.process_discovery_yml, PackageResources.process_impairment_yml, PackageResources.network_yml,
      PackageResources.logon_yml, PackageResources.files_yml, PackageResources.registry_yml, PackageResources.device_events_yml,
      PackageResources.signin_yml, PackageResources.audit_yml, PackageResources.azure_yml, PackageResources.flows_yml,
      PackageResources.alerts_yml, PackageResources.security_events_yml, PackageResources.office_yml,
    ].map { String(decoding: $0, as: UTF8.self) }
  }

  /// The rule with this id; nil when we have none such.
  package static func rule(id: String) -> SigmaRule? { own.first { $0.id == id } }
}
