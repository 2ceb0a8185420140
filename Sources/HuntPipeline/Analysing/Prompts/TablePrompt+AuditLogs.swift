extension TablePrompt {
  /// Changes in the directory.
  static let auditLogs = """
    Look for consent to applications, credentials added to applications or service principals, roles granted,     authentication methods changed, policies weakened, guests invited and mailboxes forwarded; weigh who did it and from where.
    """
}
