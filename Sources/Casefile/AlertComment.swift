/// What somebody wrote about an alert at its source.
package struct AlertComment: Equatable, Sendable {
  package var text: String
  /// Who wrote it, in the source's words; empty where the source does not tell.
  package var author: String
  /// Nil where the source does not tell.
  package var time: DateTime?

  package init(_ text: String, author: String = "", time: DateTime? = nil) {
    self.text = text
    self.author = author
    self.time = time
  }
}
