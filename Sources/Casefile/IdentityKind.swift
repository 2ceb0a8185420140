/// What kind of identity a value names; such values leave this machine only as stand-ins.
///
/// The raw value is the word before the number of a stand-in: `user-07`.
package enum IdentityKind: String, CaseIterable, Sendable {
  /// A person or account: names, and what stands before the at sign of a mail address.
  case user
  case host
  /// An address of the own network.
  case address
  /// A tenant, subscription or workspace.
  case tenant
  /// A domain of the company's own.
  case domain
  /// An id of one object in a directory: object ids, security identifiers, device ids.
  case object
}
