package import Casefile

/// An alert's entities as a tree: processes under what started them and where they ran, files and keys under what has them.
package enum EvidenceTree {
  /// An entity's place among the alert's entities, and how deep it stands; a root has depth 0.
  package struct Line: Equatable, Sendable {
    package var entity: Int
    package var depth: Int
  }

  /// Every entity once, each behind what it belongs to. An alert may bring hundreds of thousands: each is looked up, not searched for.
  package static func lines(of entities: [Entity]) -> [Line] {
    let index = EvidenceIndex(entities)
    let parents = entities.indices.map { index.parent(of: $0) }
    let circles = circles(parents)
    var children: [Int: [Int]] = [:]
    var roots: [Int] = []
    for place in entities.indices {
      if let parent = parents[place], !circles[place] { children[parent, default: []].append(place) } else { roots.append(place) }
    }
    var lines: [Line] = []
    var waiting = roots.reversed().map { Line(entity: $0, depth: 0) }
    while let next = waiting.popLast() {
      lines.append(next)
      for child in (children[next.entity] ?? []).reversed() { waiting.append(Line(entity: child, depth: next.depth + 1)) }
    }
    return lines
  }

  /// Whether going up from a place never ends, for each place.
  private static func circles(_ parents: [Int?]) -> [Bool] {
    var circles = [Bool?](repeating: nil, count: parents.count)
    for start in parents.indices {
      var path: [Int] = []
      var onPath: Set<Int> = []
      var next: Int? = start
      while let place = next, circles[place] == nil, onPath.insert(place).inserted {
        path.append(place)
        next = parents[place]
      }
      // The way ends at a root, at what is known, or at itself.
      let isCircle = next.map { circles[$0] ?? true } ?? false
      for place in path { circles[place] = isCircle }
    }
    return circles.map { $0 ?? false }
  }
}

/// Where entities of an alert are found by what names them.
private struct EvidenceIndex {
  private let entities: [Entity]
  private var processesByID: [String: [Int]] = [:]
  private var processesByHash: [String: [Int]] = [:]
  private var processesByName: [String: [Int]] = [:]
  private var hostsByDevice: [String: Int] = [:]
  private var hosts: [Int] = []
  private var users: [Int] = []

  init(_ entities: [Entity]) {
    self.entities = entities
    for (place, entity) in entities.enumerated() {
      switch entity.kind {
      case .process:
        if let id = entity.detail("processId") { processesByID[id, default: []].append(place) }
        for hash in Set(entity.hashes.map({ $0.lowercased() })) { processesByHash[hash, default: []].append(place) }
        if let name = entity.fileName?.lowercased() { processesByName[name, default: []].append(place) }
      case .host:
        hosts.append(place)
        if let id = entity.detail("mdeDeviceId"), hostsByDevice[id] == nil { hostsByDevice[id] = place }
      case .user: users.append(place)
      default: break
      }
    }
  }

  func parent(of place: Int) -> Int? {
    let entity = entities[place]
    switch entity.kind {
    case .process: return parentProcess(of: place) ?? machine(of: entity) ?? only(users)
    case .file: return process(having: place) ?? machine(of: entity)
    case .registry: return machine(of: entity)
    default: return nil
    }
  }

  private func parentProcess(of place: Int) -> Int? {
    let child = entities[place]
    guard let wanted = child.detail("parentProcessId") else { return nil }
    let created = child.detail("parentProcessCreationDateTime")
    return processesByID[wanted]?.first { other in
      guard other != place, isSameMachine(child, entities[other]) else { return false }
      guard let created, let own = entities[other].detail("processCreationDateTime") else { return true }
      // Sources cut the same moment at different places.
      return own.prefix(19) == created.prefix(19)
    }
  }

  private func process(having place: Int) -> Int? {
    let file = entities[place]
    let named = file.fileName.flatMap { processesByName[$0.lowercased()] }
    let found = (file.hashes.map { processesByHash[$0.lowercased()] } + [named]).compactMap { places in
      places?.first { isSameMachine(file, entities[$0]) }
    }
    return found.min()
  }

  private func isSameMachine(_ one: Entity, _ other: Entity) -> Bool {
    guard let left = one.detail("mdeDeviceId"), let right = other.detail("mdeDeviceId") else { return true }
    return left == right
  }

  private func machine(of entity: Entity) -> Int? {
    if let id = entity.detail("mdeDeviceId") {
      if let found = hostsByDevice[id] { return found }
      if !hostsByDevice.isEmpty { return nil }
    }
    return only(hosts)
  }

  private func only(_ places: [Int]) -> Int? { places.count == 1 ? places[0] : nil }
}
