extension TablePrompt {
  /// Changes to Azure resources.
  static let azureActivity = """
    Look for role assignments, opened network security groups, commands run on machines, disks and keys exported,     diagnostic settings removed and mass deletions; weigh the caller, the address and failures before success.
    """
}
