extension TablePrompt {
  /// Processes started on hosts.
  static let deviceProcessEvents = """
    Look for interpreters with encoded, hidden or downloading command lines; office, browser or service processes that start shells;     system tools used to run or fetch code; dumps of LSASS or the registry hives; tasks, services and run keys made from a command line;     discovery in bursts; tools run under another name; shadow copies or logs deleted. Software management runs PowerShell too:     weigh the parent, the account and whether it recurs on many hosts.
    """
}
