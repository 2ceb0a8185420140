extension TablePrompt {
  /// Alerts marked by the analyst.
  static let alerts = """
    Each row is one alert with its evidence. Say which alerts belong to one chain of events and in what order, which are     probably benign and why, and which to take first. Cite the rows of the alerts you speak of.
    """
}
