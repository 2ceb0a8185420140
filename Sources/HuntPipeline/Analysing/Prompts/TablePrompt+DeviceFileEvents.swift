extension TablePrompt {
  /// Files made, changed and removed on hosts.
  static let deviceFileEvents = """
    Look for executables and scripts in user-writable or temporary folders, archives made before transfers, files     dropped by interpreters or office programs, names that imitate system files, credential stores copied, and mass renames.
    """
}
