package import Casefile

/// A process that started, as a row tells it, with what it says of its parent.
package struct ProcessStart: Equatable, Sendable {
  package var time: DateTime
  /// The machine, in lower case without its domain; ids count only there.
  package var host: String
  package var id: Int64?
  package var name: String
  package var commandLine: String
  package var account: String
  package var created: DateTime?
  package var parentID: Int64?
  package var parentName: String
  package var parentCommandLine: String
  package var parentCreated: DateTime?
  package var grandparentID: Int64?
  package var grandparentName: String

  package init(
    time: DateTime, host: String = "", id: Int64?, name: String, commandLine: String = "", account: String = "", created: DateTime? = nil,
    parentID: Int64? = nil, parentName: String = "", parentCommandLine: String = "", parentCreated: DateTime? = nil,
    grandparentID: Int64? = nil, grandparentName: String = ""
  ) {
    self.time = time
    self.host = host
    self.id = id
    self.name = name
    self.commandLine = commandLine
    self.account = account
    self.created = created
    self.parentID = parentID
    self.parentName = parentName
    self.parentCommandLine = parentCommandLine
    self.parentCreated = parentCreated
    self.grandparentID = grandparentID
    self.grandparentName = grandparentName
  }
}

/// Processes under the processes that started them.
///
/// A parent is the latest process before with that id on that machine, of that creation time where both are told, else of that name. A parent
/// that no row tells of stands there with what its children say of it. Nothing can be its own ancestor, whatever the rows say.
package struct ProcessTree: Equatable, Sendable {
  /// A process in the tree.
  package struct Node: Equatable, Sendable {
    package var time: DateTime
    package var host: String
    package var id: Int64?
    package var name: String
    package var commandLine: String
    package var account: String
    package var created: DateTime?
    /// Whether a row tells of its start; else only its children name it.
    package var isSeen: Bool
    /// Place of the parent among `nodes`; nil at a root.
    package var parent: Int?
    /// Places of its children, the earliest first.
    package var children: [Int] = []
  }

  package private(set) var nodes: [Node] = []
  package private(set) var roots: [Int] = []
  private var byID: [Key: [Int]] = [:]

  private struct Key: Hashable {
    var host: String
    var id: Int64
  }

  /// A tree without processes.
  package init() {}

  /// The tree of these starts, in any order.
  package init(_ starts: [ProcessStart]) {
    for start in starts.sorted(by: { $0.time < $1.time }) { add(start) }
    byID = [:]
    let order = nodes.indices.sorted { (nodes[$0].time, $0) < (nodes[$1].time, $1) }
    for place in order {
      if let parent = nodes[place].parent { nodes[parent].children.append(place) } else { roots.append(place) }
    }
  }

  package static func == (left: ProcessTree, right: ProcessTree) -> Bool { left.nodes == right.nodes && left.roots == right.roots }

  private mutating func add(_ start: ProcessStart) {
    let parent = place(
      host: start.host, id: start.parentID, name: start.parentName, created: start.parentCreated, before: start.time,
      commandLine: start.parentCommandLine)
    if let parent, nodes[parent].parent == nil, !nodes[parent].isSeen, start.grandparentID != nil || !start.grandparentName.isEmpty {
      // The parent's own parent is told by the child where no row tells of the parent's start.
      let above = place(
        host: start.host, id: start.grandparentID, name: start.grandparentName, created: nil, before: start.time, commandLine: "")
      if let above, !isAncestor(parent, of: above) { nodes[parent].parent = above }
    }
    var node = Node(
      time: start.time, host: start.host, id: start.id, name: start.name, commandLine: start.commandLine, account: start.account,
      created: start.created, isSeen: true, parent: parent)
    if let own = unseen(start), !(parent.map { isAncestor(own, of: $0) } ?? false) {
      node.parent = parent ?? nodes[own].parent
      nodes[own] = node
      return
    }
    insert(node)
  }

  private mutating func insert(_ node: Node) {
    if let id = node.id { byID[Key(host: node.host, id: id), default: []].append(nodes.count) }
    nodes.append(node)
  }

  /// A process that children named before its own start came, in a row of the same moment.
  private func unseen(_ start: ProcessStart) -> Int? {
    guard let id = start.id else { return nil }
    return byID[Key(host: start.host, id: id)]?.last { place in
      let node = nodes[place]
      return !node.isSeen && fits(node, start.name, start.created)
    }
  }

  /// The process of that id, made when none is known; nil where neither id nor name is told.
  private mutating func place(
    host: String, id: Int64?, name: String, created: DateTime?, before time: DateTime, commandLine: String
  ) -> Int? {
    guard let id, id != 0 || !name.isEmpty else { return nil }
    if let found = byID[Key(host: host, id: id)]?.last(where: { fits(nodes[$0], name, created) && nodes[$0].time <= time }) { return found }
    insert(
      Node(
        time: created ?? time, host: host, id: id, name: name, commandLine: commandLine, account: "", created: created, isSeen: false,
        parent: nil))
    return nodes.count - 1
  }

  private func fits(_ node: Node, _ name: String, _ created: DateTime?) -> Bool {
    if let created, let own = node.created {
      // Sources round differently; ids are not given anew within a tenth of a second.
      return abs(own.ticks - created.ticks) <= DateTime.ticksPerSecond / 10
    }
    return name.isEmpty || node.name.isEmpty || node.name.lowercased() == name.lowercased()
  }

  private func isAncestor(_ place: Int, of other: Int) -> Bool {
    var next: Int? = other
    while let current = next {
      if current == place { return true }
      next = nodes[current].parent
    }
    return false
  }

  /// The processes that are not under a folded one, in order, each with its depth.
  package func lines(folded: Set<Int>) -> [(place: Int, depth: Int)] {
    var lines: [(place: Int, depth: Int)] = []
    var waiting = roots.reversed().map { (place: $0, depth: 0) }
    while let next = waiting.popLast() {
      lines.append(next)
      guard !folded.contains(next.place) else { continue }
      for child in nodes[next.place].children.reversed() { waiting.append((child, next.depth + 1)) }
    }
    return lines
  }
}
