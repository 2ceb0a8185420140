/// A plugin of `evaluate`.
struct Plugin: Sendable {
  var name: String
  /// One sentence.
  var help: String

  static func named(_ name: String) -> Plugin? { all.first { $0.name == name } }

  static let all: [Plugin] = lines.split(separator: "\n").map { line in
    let parts = line.split(separator: "#").map { String($0).trimmingBlanks }
    return Plugin(name: parts[0], help: parts[1])
  }

  private static let lines = """
    bag_unpack # Makes a column of each key of a bag.
    pivot # Makes a column of each value of a column.
    narrow # Makes a row of each cell.
    autocluster # Finds common patterns among values.
    basket # Finds sets of values that often come together.
    diffpatterns # Finds what sets two groups of rows apart.
    diffpatterns_text # Finds texts that set two groups of rows apart.
    activity_counts_metrics # Counts values over windows of time, new ones apart.
    activity_engagement # Counts users of a day, week or month.
    activity_metrics # Counts values per window, new and lost ones apart.
    active_users_count # Counts users that were active often enough.
    dcount_intersect # Estimates how many values several sets share.
    funnel_sequence # Counts states before and after a sequence.
    funnel_sequence_completion # Counts how far sequences came.
    geo_info_from_ip_address # Says where an address is.
    infer_storage_schema # Reads the columns off a file.
    ipv4_lookup # Joins addresses with ranges of addresses.
    ipv6_lookup # Joins addresses with ranges of addresses.
    new_activity_metrics # Counts values that are new in a window.
    preview # Shows some rows beside the rest.
    rolling_percentile # Takes a percentile over moving windows.
    rows_near # Keeps rows near those that match.
    sequence_detect # Finds sequences of conditions.
    session_count # Counts sessions over time.
    sliding_window_counts # Counts values over sliding windows.
    schema_merge # Merges the columns of tables.
    http_request # Calls an address outside.
    http_request_post # Sends to an address outside.
    sql_request # Asks a database outside.
    mysql_request # Asks a database outside.
    postgresql_request # Asks a database outside.
    cosmosdb_sql_request # Asks a database outside.
    azure_digital_twins_query_request # Asks a service outside.
    python # Runs a script over the rows.
    r # Runs a script over the rows.
    ai_embed_text # Makes vectors of texts with a service outside.
    """
}
