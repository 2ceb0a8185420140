import Casefile

/// The current time, starts and ends of calendar stretches, making and formatting.
enum DateFunctions {
  static let all: [String: ScalarFunctions.Make] = {
    var table: [String: ScalarFunctions.Make] = [
      "now": { site in
        let now = site.now
        guard !site.arguments.isEmpty else { return Scalar(.datetime(now), type: .datetime) }
        return try site.rowwise { ArithmeticKernel.value(.add, .datetime(now), $0[0]) }
      },
      "ago": { site in
        try site.require(1)
        let now = site.now
        return try site.rowwise { ArithmeticKernel.value(.subtract, .datetime(now), $0[0]) }
      },
      "make_datetime": { site in try site.rowwise { made($0) } },
      "make_timespan": { site in try site.rowwise { madeSpan($0) } },
      "datetime_add": { site in
        try site.require(3)
        return try site.rowwise { cells in
          guard case .datetime(let moment) = cells[2], let amount = Conversion.long(cells[1]) else { return .null }
          return added(amount, Conversion.text(cells[0]), to: moment).map { .datetime($0) } ?? .null
        }
      },
      "datetime_diff": { site in
        try site.require(3)
        return try site.rowwise { cells in
          guard case .datetime(let later) = cells[1], case .datetime(let earlier) = cells[2],
            let stretch = CalendarStretch(rawValue: Conversion.text(cells[0]).lowercased())
          else { return .null }
          return .long(stretch.number(of: later) - stretch.number(of: earlier))
        }
      },
      "format_datetime": { site in
        try site.require(2)
        return try site.rowwise { cells in
          guard case .datetime(let moment) = cells[0] else { return .string("") }
          return .string(TimeFormat.text(of: moment, Conversion.text(cells[1])))
        }
      },
      "format_timespan": { site in
        try site.require(2)
        return try site.rowwise { cells in
          guard case .timespan(let span) = cells[0] else { return .string("") }
          return .string(TimeFormat.text(of: span, Conversion.text(cells[1])))
        }
      },
    ]
    for stretch in [CalendarStretch.day, .week, .month, .year] {
      table["startof\(stretch.rawValue)"] = { site in try edge(site, stretch, isEnd: false) }
      table["endof\(stretch.rawValue)"] = { site in try edge(site, stretch, isEnd: true) }
    }
    for (unit, ticks) in [("seconds", Int64(10_000_000)), ("milliseconds", 10_000), ("microseconds", 10)] {
      table["unixtime_\(unit)_todatetime"] = { site in try unixTime(site, ticks) }
    }
    table["unixtime_nanoseconds_todatetime"] = { site in
      try site.require(1)
      return try site.rowwise { cells in Conversion.long(cells[0]).map { moment(DateTime.unixEpochTicks &+ $0 / 100) } ?? .null }
    }
    return table
  }()

  static func moment(_ ticks: Int64) -> Value {
    ticks >= 0 && ticks <= DateTime.maximum.ticks ? .datetime(DateTime(ticks: ticks)) : .null
  }

  private static func unixTime(_ site: CallSite, _ ticks: Int64) throws -> Scalar {
    try site.require(1)
    return try site.rowwise { cells in
      guard let number = Conversion.real(cells[0]) else { return .null }
      if let whole = Conversion.long(cells[0]), Double(whole) == number {
        let (product, isTooLarge) = whole.multipliedReportingOverflow(by: ticks)
        return isTooLarge ? .null : moment(DateTime.unixEpochTicks &+ product)
      }
      return NumberFunctions.truncated(number * Double(ticks)).map { moment(DateTime.unixEpochTicks &+ $0) } ?? .null
    }
  }

  private static func edge(_ site: CallSite, _ stretch: CalendarStretch, isEnd: Bool) throws -> Scalar {
    try site.require(1)
    return try site.rowwise { cells in
      guard case .datetime(let moment) = cells[0] else { return .null }
      let offset = cells.count > 1 ? Conversion.long(cells[1]) ?? 0 : 0
      let number = stretch.number(of: moment) &+ offset
      if !isEnd { return stretch.start(number).map { .datetime($0) } ?? .null }
      guard stretch.start(number) != nil else { return .null }
      return .datetime(DateTime(ticks: (stretch.start(number &+ 1)?.ticks ?? DateTime.maximum.ticks &+ 1) &- 1))
    }
  }

  private static func made(_ cells: [Value]) -> Value {
    if cells.count == 1 { return Conversion.datetime(cells[0]).map { .datetime($0) } ?? .null }
    guard !cells.contains(where: { $0.isNull }) else { return .null }
    func part(_ place: Int) -> Int { place < cells.count ? Int(clamping: Conversion.long(cells[place]) ?? -1) : 0 }
    let seconds = cells.count > 5 ? Conversion.real(cells[5]) ?? -1 : 0
    guard seconds >= 0, seconds < 60 else { return .null }
    let whole = DateTime(.init(year: part(0), month: part(1), day: cells.count > 2 ? part(2) : 1, hour: part(3), minute: part(4)))
    return whole.map { moment($0.ticks &+ Int64((seconds * 1e7).rounded())) } ?? .null
  }

  private static func madeSpan(_ cells: [Value]) -> Value {
    guard cells.count >= 2, cells.count <= 4, !cells.contains(where: { $0.isNull }) else { return .null }
    var parts = cells.dropLast().map { Conversion.long($0) ?? -1 }
    var seconds = Conversion.real(cells[cells.count - 1]) ?? -1
    if cells.count == 2 {
      parts.append(Conversion.long(cells[1]) ?? -1)
      seconds = 0
    }
    if parts.count == 2 { parts.insert(0, at: 0) }
    guard parts[0] >= 0, parts[0] <= 10_675_198, (0..<24).contains(parts[1]), (0..<60).contains(parts[2]), seconds >= 0, seconds < 60
    else { return .null }
    let minutes = (parts[0] * 24 + parts[1]) * 60 + parts[2]
    return .timespan(TimeSpan(ticks: minutes * 600_000_000 + Int64((seconds * 1e7).rounded())))
  }

  private static func added(_ amount: Int64, _ unit: String, to moment: DateTime) -> DateTime? {
    guard let stretch = CalendarStretch(rawValue: unit.lowercased()) else { return nil }
    if let ticks = stretch.ticks {
      let (span, isTooLarge) = amount.multipliedReportingOverflow(by: ticks)
      guard !isTooLarge, case .datetime(let sum) = ArithmeticKernel.value(.add, .datetime(moment), .timespan(TimeSpan(ticks: span)))
      else { return nil }
      return sum
    }
    // A day that the target month does not have becomes its last day.
    let months = amount &* Int64(stretch == .year ? 12 : (stretch == .quarter ? 3 : 1))
    let target = CalendarStretch.month.number(of: moment) &+ months
    guard let first = CalendarStretch.month.start(target) else { return nil }
    var parts = first.parts
    parts.day = min(moment.parts.day, DateTime.days(in: parts.month, of: parts.year))
    return DateTime(parts).map { DateTime(ticks: $0.ticks + moment.ticks % DateTime.ticksPerDay) }
  }
}

/// Calendar units by the names that `datetime_add` and `datetime_diff` use.
enum CalendarStretch: String, CaseIterable {
  case year, quarter, month, week, day, hour, minute, second, millisecond, microsecond, nanosecond

  /// Length in ticks; nil where it varies. A nanosecond is shorter than a tick.
  var ticks: Int64? {
    switch self {
    case .year, .quarter, .month, .nanosecond: nil
    case .week: 7 * DateTime.ticksPerDay
    case .day: DateTime.ticksPerDay
    case .hour: 36_000_000_000
    case .minute: 600_000_000
    case .second: 10_000_000
    case .millisecond: 10_000
    case .microsecond: 10
    }
  }

  /// How many of these began before the one that holds the moment; weeks begin on Sunday.
  func number(of moment: DateTime) -> Int64 {
    let parts = moment.parts
    switch self {
    case .year: return Int64(parts.year)
    case .quarter: return Int64(parts.year * 4 + (parts.month - 1) / 3)
    case .month: return Int64(parts.year * 12 + parts.month - 1)
    // 0001-01-01 was a Monday.
    case .week: return (moment.ticks &+ DateTime.ticksPerDay).floorDivided(by: 7 * DateTime.ticksPerDay)
    case .nanosecond: return moment.ticks &* 100
    default: return moment.ticks.floorDivided(by: ticks ?? 1)
    }
  }

  /// Where the stretch of this number begins; nil outside the calendar.
  func start(_ number: Int64) -> DateTime? {
    switch self {
    case .year: return Int(exactly: number).flatMap { DateTime(.init(year: $0, month: 1, day: 1)) }
    case .month:
      guard number > 0, number < 120_000 else { return nil }
      return DateTime(.init(year: Int(number / 12), month: Int(number % 12) + 1, day: 1))
    case .week:
      let (ticks, isTooLarge) = number.multipliedReportingOverflow(by: 7 * DateTime.ticksPerDay)
      guard !isTooLarge else { return nil }
      return ticks - DateTime.ticksPerDay < 0 ? DateTime.minimum : bounded(ticks - DateTime.ticksPerDay)
    default:
      let (ticks, isTooLarge) = number.multipliedReportingOverflow(by: ticks ?? 1)
      return isTooLarge ? nil : bounded(ticks)
    }
  }

  private func bounded(_ ticks: Int64) -> DateTime? {
    ticks >= 0 && ticks <= DateTime.maximum.ticks ? DateTime(ticks: ticks) : nil
  }
}
