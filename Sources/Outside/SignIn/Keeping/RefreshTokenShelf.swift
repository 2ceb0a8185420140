/// Where the refresh token of one sign-in is kept: in memory, and on disk where the analyst asked for it.
actor RefreshTokenShelf {
  private let file: TokenFile?
  private let key: String
  private var token: String?
  private var isRead = false

  /// `key` tells sign-ins apart in the file.
  init(file: TokenFile?, key: String) {
    self.file = file
    self.key = key
  }

  func read() -> String? {
    if !isRead {
      isRead = true
      token = file?.contents().refreshTokens[key]
    }
    return token
  }

  /// Takes the place of the one before.
  func keep(_ new: String) {
    isRead = true
    guard token != new else { return }
    token = new
    file?.change { $0.refreshTokens[key] = new }
  }

  /// Forgets it where it is still this one.
  func forget(_ old: String) {
    guard token == old else { return }
    token = nil
    file?.change { if $0.refreshTokens[key] == old { $0.refreshTokens[key] = nil } }
  }
}
