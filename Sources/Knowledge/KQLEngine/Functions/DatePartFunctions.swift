import Casefile

/// Numbers taken out of a moment.
enum DatePartFunctions {
  static let all: [String: ScalarFunctions.Make] = {
    var table: [String: ScalarFunctions.Make] = [
      "dayofweek": { site in try part(site) { .timespan(TimeSpan(ticks: Int64($0.dayOfWeek) * DateTime.ticksPerDay)) } },
      "datetime_part": { site in try named(site) }, "datepart": { site in try named(site) },
    ]
    let parts: [(String, @Sendable (DateTime) -> Int)] = [
      ("getyear", { $0.parts.year }), ("getmonth", { $0.parts.month }), ("monthofyear", { $0.parts.month }),
      ("dayofmonth", { $0.parts.day }), ("hourofday", { $0.parts.hour }), ("dayofyear", { dayOfYear($0) }),
      ("week_of_year", { isoWeek($0) }), ("weekofyear", { isoWeek($0) }),
    ]
    for (name, body) in parts { table[name] = { site in try part(site) { .long(Int64(body($0))) } } }
    return table
  }()

  private static func part(_ site: CallSite, _ body: @escaping (DateTime) -> Value) throws -> Scalar {
    try site.require(1)
    return try site.rowwise { cells in
      if case .datetime(let moment) = cells[0] { body(moment) } else { .null }
    }
  }

  private static func named(_ site: CallSite) throws -> Scalar {
    try site.require(2)
    return try site.rowwise { cells in
      guard case .datetime(let moment) = cells[1] else { return .null }
      return number(Conversion.text(cells[0]).lowercased(), of: moment).map { .long(Int64($0)) } ?? .null
    }
  }

  private static func number(_ name: String, of moment: DateTime) -> Int? {
    let parts = moment.parts
    switch name {
    case "year": return parts.year
    case "quarter": return (parts.month - 1) / 3 + 1
    case "month": return parts.month
    case "week_of_year", "weekofyear", "week": return isoWeek(moment)
    case "day": return parts.day
    case "dayofyear", "day_of_year": return dayOfYear(moment)
    case "hour": return parts.hour
    case "minute": return parts.minute
    case "second": return parts.second
    case "millisecond": return parts.fraction / 10_000
    case "microsecond": return parts.fraction / 10
    case "nanosecond": return parts.fraction * 100
    default: return nil
    }
  }

  private static func dayOfYear(_ moment: DateTime) -> Int {
    let first = DateTime(.init(year: moment.parts.year, month: 1, day: 1)) ?? .minimum
    return Int((moment.startOfDay.ticks - first.ticks) / DateTime.ticksPerDay) + 1
  }

  /// ISO 8601: the week belongs to the year that holds its Thursday.
  private static func isoWeek(_ moment: DateTime) -> Int {
    let day = moment.ticks / DateTime.ticksPerDay
    let thursday = day - day % 7 + 3
    return (dayOfYear(DateTime(ticks: min(thursday * DateTime.ticksPerDay, DateTime.maximum.ticks))) - 1) / 7 + 1
  }
}
