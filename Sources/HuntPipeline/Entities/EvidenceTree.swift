package import Casefile

/// An alert's entities as a tree: processes under what started them and where they ran, files and keys under what has them.
package enum EvidenceTree {
  /// An entity's place among the alert's entities, and how deep it stands; a root has depth 0.
  package struct Line: Equatable, Sendable {
    package var entity: Int
    package var depth: Int
  }

  /// Every entity once, each behind what it belongs to.
  package static func lines(of entities: [Entity]) -> [Line] {
    let parents = entities.indices.map { parent(of: $0, among: entities) }
    var children: [Int: [Int]] = [:]
    var roots: [Int] = []
    for place in entities.indices {
      if let parent = parents[place], !isCycle(place, parents) { children[parent, default: []].append(place) } else { roots.append(place) }
    }
    var lines: [Line] = []
    var waiting = roots.reversed().map { Line(entity: $0, depth: 0) }
    while let next = waiting.popLast() {
      lines.append(next)
      for child in (children[next.entity] ?? []).reversed() { waiting.append(Line(entity: child, depth: next.depth + 1)) }
    }
    return lines
  }

  /// Whether going up from here comes back here.
  private static func isCycle(_ place: Int, _ parents: [Int?]) -> Bool {
    var next = parents[place]
    for _ in parents.indices {
      guard let current = next else { return false }
      if current == place { return true }
      next = parents[current]
    }
    return next != nil
  }

  private static func parent(of place: Int, among entities: [Entity]) -> Int? {
    let entity = entities[place]
    switch entity.kind {
    case .process: return parentProcess(of: place, among: entities) ?? machine(of: entity, among: entities) ?? only(.user, entities)
    case .file: return process(having: place, among: entities) ?? machine(of: entity, among: entities)
    case .registry: return machine(of: entity, among: entities)
    default: return nil
    }
  }

  private static func parentProcess(of place: Int, among entities: [Entity]) -> Int? {
    let child = entities[place]
    guard let wanted = child.detail("parentProcessId") else { return nil }
    let created = child.detail("parentProcessCreationDateTime")
    return entities.indices.first { other in
      guard other != place, entities[other].kind == .process, entities[other].detail("processId") == wanted else { return false }
      guard isSameMachine(child, entities[other]) else { return false }
      guard let created, let own = entities[other].detail("processCreationDateTime") else { return true }
      // Sources cut the same moment at different places.
      return own.prefix(19) == created.prefix(19)
    }
  }

  private static func process(having place: Int, among entities: [Entity]) -> Int? {
    let file = entities[place]
    let hashes = Set(file.hashes.map { $0.lowercased() })
    let name = file.fileName?.lowercased()
    return entities.indices.first { other in
      let process = entities[other]
      guard process.kind == .process, isSameMachine(file, process) else { return false }
      if process.hashes.contains(where: { hashes.contains($0.lowercased()) }) { return true }
      return name != nil && process.fileName?.lowercased() == name
    }
  }

  private static func isSameMachine(_ one: Entity, _ other: Entity) -> Bool {
    guard let left = one.detail("mdeDeviceId"), let right = other.detail("mdeDeviceId") else { return true }
    return left == right
  }

  private static func machine(of entity: Entity, among entities: [Entity]) -> Int? {
    if let id = entity.detail("mdeDeviceId") {
      let found = entities.indices.first { entities[$0].kind == .host && entities[$0].detail("mdeDeviceId") == id }
      if let found { return found }
      if entities.contains(where: { $0.kind == .host && $0.detail("mdeDeviceId") != nil }) { return nil }
    }
    return only(.host, entities)
  }

  private static func only(_ kind: Entity.Kind, _ entities: [Entity]) -> Int? {
    let found = entities.indices.filter { entities[$0].kind == kind }
    return found.count == 1 ? found[0] : nil
  }
}
