internal import Casefile

/// The accounts and hosts that columns name, so that they are known where a sentence names them.
enum RowNames {
  private static let most = 20_000
  /// Shorter names are letters of any word.
  private static let least = 5

  /// In lower case, with and without their domains.
  static func names(in columns: [RowColumn]) -> Set<String> {
    var names: Set<String> = []
    for column in columns where !column.holdsMoments {
      let role = ColumnRole(of: column.column.name)
      guard role == .account || role == .host else { continue }
      for number in 0..<column.pool.count where names.count < most {
        let text = column.pool.text(Int32(number)).lowercased()
        guard (least...256).contains(text.utf8.count), !text.contains(" ") else { continue }
        names.insert(text)
        let bare = role == .account ? AccountName(text).account : HostName(text).short
        if bare.utf8.count >= least { names.insert(bare) }
      }
    }
    return names
  }
}
