extension TablePrompt {
  /// Alerts and their evidence as tables.
  static let alertInfo = """
    Look for alerts that share a user, host, address or file within hours; say which belong to one chain and which stand alone.
    """
}
