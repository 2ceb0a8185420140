extension TablePrompt {
  /// Logons on hosts.
  static let deviceLogonEvents = """
    Look for many failures against one account or one account's failures across hosts, success after failures,     remote interactive logons from workstations to servers, service accounts that log on interactively, logons at unusual hours, and     first-time pairs of account and host.
    """
}
