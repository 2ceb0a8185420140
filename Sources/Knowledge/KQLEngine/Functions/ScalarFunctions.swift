import Casefile

/// Scalar functions by name; a family a file.
enum ScalarFunctions {
  /// Compiles one call; constant arguments are looked at here, once.
  typealias Make = @Sendable (CallSite) throws -> Scalar

  static let all: [String: Make] = [
    ConversionFunctions.all, ConditionFunctions.all, TextFunctions.all, PatternFunctions.all, EncodingFunctions.all, DateFunctions.all,
    DatePartFunctions.all, MathFunctions.all, ArrayFunctions.all, BagFunctions.all, NetworkFunctions.all, WindowFunctions.all,
    DigestFunctions.all, MoreTextFunctions.all,
  ].reduce(into: [:]) { table, family in table.merge(family) { first, _ in first } }
}
