extension TablePrompt {
  /// Connections of hosts.
  static let deviceNetworkEvents = """
    Look for interpreters and system tools that connect outward, rare addresses and ports, regular intervals that     look like beacons, many internal hosts reached in a short time, remote administration between workstations, and large or long     transfers to storage services.
    """
}
