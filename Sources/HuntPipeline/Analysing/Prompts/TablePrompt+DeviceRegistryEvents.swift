extension TablePrompt {
  /// Registry changes on hosts.
  static let deviceRegistryEvents = """
    Look for run keys, services, logon scripts, image file execution options, security packages and disabled     protection, and weigh which process wrote them.
    """
}
