extension Alert {
  /// The name of the incident it was read with; nil where it came without one.
  package var incidentName: String? {
    guard raw.contains("\"incident\":"), let record = try? JSONValue(parsing: raw) else { return nil }
    return record["incident"]?["displayName"]?.string
  }
}
