/// Items put together by what they have in common, each group with its members in ascending order.
struct Grouping {
  /// The first member of each group; groups are in the order of these.
  private(set) var firsts: [Int32] = []
  private var starts: [Int] = []
  private var members: [Int32] = []

  var count: Int { firsts.count }

  /// The members of a group.
  subscript(group: Int) -> ArraySlice<Int32> { members[starts[group]..<starts[group + 1]] }

  /// Every item alone.
  init(single count: Int) {
    firsts = (0..<Int32(count)).map { $0 }
    members = firsts
    starts = Array(0...count)
  }

  /// Items with the same key that are equal, at most `most` in a group.
  init(count: Int, most: Int = .max, key: (Int) -> UInt64, isEqual: (Int, Int) -> Bool) {
    var size = 64
    while size < count * 2 { size *= 2 }
    var places = [Int32](repeating: -1, count: size)
    var groupOf = [Int32](repeating: 0, count: count)
    var sizes: [Int] = []
    for item in 0..<count {
      var place = Int(truncatingIfNeeded: key(item)) & (size - 1)
      while places[place] >= 0, !isEqual(Int(firsts[Int(places[place])]), item) { place = (place + 1) & (size - 1) }
      if places[place] < 0 || sizes[Int(places[place])] >= most {
        places[place] = Int32(firsts.count)
        firsts.append(Int32(item))
        sizes.append(0)
      }
      groupOf[item] = places[place]
      sizes[Int(places[place])] += 1
    }
    starts = [0]
    for size in sizes { starts.append(starts[starts.count - 1] + size) }
    var ends = starts
    members = [Int32](repeating: 0, count: count)
    for item in 0..<count {
      let group = Int(groupOf[item])
      members[ends[group]] = Int32(item)
      ends[group] += 1
    }
  }
}
