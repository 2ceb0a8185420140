import Casefile
import KQL
import Patterns

extension ExpressionCompiler {
  func textPredicate(_ operation: BoundBinaryOperator, _ left: Scalar, _ right: Scalar, _ range: Range<Int>) throws -> Scalar {
    let (subject, needle) = (try convert(left, to: .string), try convert(right, to: .string))
    guard let form = TextPredicate.form(of: operation) else { return try patternPredicate(operation, subject, needle, range) }
    guard case .string(let text) = needle.constant else {
      return try rowwise([subject, needle], type: .bool) { cells in
        .bool(TextPredicate(form.shape, cells[1].text, isCased: form.isCased, isNegated: form.isNegated).test(cells[0].text))
      }
    }
    let predicate = TextPredicate(form.shape, text, isCased: form.isCased, isNegated: form.isNegated)
    return try tests(subject) { predicate.test($0) }
  }

  /// A test of each text of the subject, which must be a string expression.
  func tests(_ subject: Scalar, _ test: @escaping (TextSearch.Bytes) -> Bool) throws -> Scalar {
    try Scalar(type: .bool) { batch in
      guard case .texts(let texts) = try subject(batch).storage else {
        let answer = [UInt8]().withUnsafeBufferPointer(test)
        return ColumnVector(type: .bool, count: batch.count, storage: .bools([Bool](repeating: answer, count: batch.count)))
      }
      let cells = [Bool](unsafeUninitializedCapacity: texts.count) { cells, filled in
        texts.forEach { row, text in cells[row] = test(text) }
        filled = texts.count
      }
      return ColumnVector(type: .bool, count: batch.count, storage: .bools(cells))
    }.folded(when: subject.constant != nil)
  }

  private func patternPredicate(
    _ operation: BoundBinaryOperator, _ subject: Scalar, _ needle: Scalar, _ range: Range<Int>
  ) throws -> Scalar {
    let isNegated = operation == .notLike || operation == .notLikeCased
    let isCased = operation == .matchesRegex || operation == .likeCased || operation == .notLikeCased
    func pattern(_ text: String) throws -> Pattern {
      let source = operation == .matchesRegex ? PatternText.unicode(text) : ExpressionCompiler.wildcards(text)
      do { return try Pattern(source, isCaseInsensitive: !isCased, dotMatchesNewline: operation != .matchesRegex) } catch {
        throw EngineError.badPattern(error.pattern, error.reason, range)
      }
    }
    if case .string(let text) = needle.constant {
      let compiled = try pattern(text)
      return try tests(subject) { bytes in
        // RE2 tells an absent text from an empty one by its address.
        (bytes.baseAddress == nil ? compiled.matches("") : compiled.matches(bytes)) != isNegated
      }
    }
    return try rowwise([subject, needle], type: .bool) { cells in
      guard let compiled = try? pattern(cells[1].text) else { return .null }
      return .bool(compiled.matches(cells[0].text) != isNegated)
    }
  }

  /// `%` of `like` stands for any text.
  private static func wildcards(_ text: String) -> String {
    "^" + text.split(separator: "%", omittingEmptySubsequences: false).map { PatternText.quoted(String($0)) }.joined(separator: ".*") + "$"
  }
}
