extension TablePrompt {
  /// Network flows of Azure machines.
  static let azureNetworkAnalytics = """
    Look for flows marked malicious, denied outward flows that recur, unusual ports, one machine that reaches many, and     allowed inward flows from the internet to management ports. Denied counts are attempts that were blocked, not successes.
    """
}
