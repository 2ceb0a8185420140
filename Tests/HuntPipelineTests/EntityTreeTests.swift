import Casefile
import HuntPipeline
import Testing

@Suite struct EntityTreeTests {
  private let noon = DateTime(ticks: 639_310_004_470_000_000)

  private func start(
    _ second: Double, _ id: Int64?, _ name: String, parent: Int64? = nil, _ parentName: String = "", host: String = "ws"
  ) -> ProcessStart {
    ProcessStart(time: noon + .seconds(second), host: host, id: id, name: name, parentID: parent, parentName: parentName)
  }

  private func drawn(_ tree: ProcessTree, folded: Set<Int> = []) -> [String] {
    tree.lines(folded: folded).map {
      String(repeating: " ", count: $0.depth) + tree.nodes[$0.place].name + (tree.nodes[$0.place].isSeen ? "" : "?")
    }
  }

  @Test("Children stand under their parents, the earliest first, in whatever order the rows come")
  func tree() {
    let tree = ProcessTree([
      start(3, 30, "c.exe", parent: 20, "b.exe"), start(1, 10, "a.exe"), start(4, 40, "d.exe", parent: 10, "a.exe"),
      start(2, 20, "b.exe", parent: 10, "a.exe"),
    ])
    #expect(drawn(tree) == ["a.exe", " b.exe", "  c.exe", " d.exe"])
    let place = tree.nodes.firstIndex { $0.name == "b.exe" } ?? -1
    #expect(drawn(tree, folded: [place]) == ["a.exe", " b.exe", " d.exe"])
  }

  @Test("A parent that no row tells of is named by its children, once")
  func missingParent() {
    let tree = ProcessTree([start(1, 20, "b.exe", parent: 10, "a.exe"), start(2, 30, "c.exe", parent: 10, "A.EXE")])
    #expect(drawn(tree) == ["a.exe?", " b.exe", " c.exe"])
  }

  @Test("An id that was given anew belongs to the process that had it at the time")
  func reusedIDs() {
    let tree = ProcessTree([
      start(1, 10, "old.exe"), start(2, 11, "x.exe", parent: 10, "old.exe"), start(3, 10, "new.exe"),
      start(4, 12, "y.exe", parent: 10, "new.exe"), start(5, 13, "z.exe", parent: 10),
    ])
    #expect(drawn(tree) == ["old.exe", " x.exe", "new.exe", " y.exe", " z.exe"])
  }

  @Test("Creation times tell apart what has the same id and name")
  func creationTimes() {
    var (first, second) = (start(1, 10, "a.exe"), start(5, 10, "a.exe"))
    (first.created, second.created) = (noon + .seconds(1), noon + .seconds(5))
    var child = start(9, 20, "b.exe", parent: 10, "a.exe")
    child.parentCreated = noon + .seconds(1)
    #expect(drawn(ProcessTree([first, second, child])) == ["a.exe", " b.exe", "a.exe"])
  }

  @Test("Rows that make a circle, or a process its own parent, end as a tree with every process once")
  func cycles() {
    let own = ProcessTree([start(1, 10, "a.exe", parent: 10, "a.exe")])
    #expect(own.nodes.count { $0.isSeen } == 1)
    #expect(own.lines(folded: []).count == own.nodes.count)
    let circle = ProcessTree([start(1, 10, "a.exe", parent: 20, "b.exe"), start(1, 20, "b.exe", parent: 10, "a.exe")])
    #expect(circle.lines(folded: []).count == circle.nodes.count)
    #expect(circle.nodes.count { $0.isSeen } == 2)
    var told = start(1, 10, "a.exe", parent: 20, "b.exe")
    (told.grandparentID, told.grandparentName) = (20, "b.exe")
    let grand = ProcessTree([told])
    #expect(grand.lines(folded: []).count == grand.nodes.count)
  }

  @Test("Ids count only on their own machine, and a process without an id stands alone")
  func machines() {
    let tree = ProcessTree([
      start(1, 10, "a.exe", host: "one"), start(2, 20, "b.exe", parent: 10, "a.exe", host: "two"), start(3, nil, "c.exe", host: "one"),
    ])
    #expect(drawn(tree) == ["a.exe", "a.exe?", " b.exe", "c.exe"])
  }

  @Test("Twenty thousand starts, each the child of the one before, are no burden on the stack")
  func deep() {
    let starts = (1...20_000).map { start(Double($0), Int64($0), "p", parent: Int64($0 - 1), "p") }
    #expect(ProcessTree(starts).lines(folded: []).count >= 20_000)
  }

  @Test("Evidence: a process stands under its machine, its child and its file under it, a circle breaks")
  func evidence() {
    func process(_ label: String, _ id: String, _ parent: String, _ file: String) -> Entity {
      Entity(
        kind: .process, label: label,
        details: [
          .init("processId", id), .init("parentProcessId", parent), .init("mdeDeviceId", "m1"), .init("imageFile.fileName", file),
          .init("parentProcessImageFile.fileName", "other.exe"),
        ])
    }
    let entities = [
      Entity(kind: .file, label: "C:\\x\\b.exe", details: [.init("fileDetails.fileName", "b.exe"), .init("mdeDeviceId", "m1")]),
      process("b -x", "2", "1", "b.exe"), process("a", "1", "0", "a.exe"), Entity(kind: .user, label: "mia"),
      Entity(kind: .host, label: "ws", details: [.init("mdeDeviceId", "m1")]), Entity(kind: .address, label: "203.0.113.1"),
    ]
    let lines = EvidenceTree.lines(of: entities).map { String(repeating: " ", count: $0.depth) + entities[$0.entity].label }
    #expect(lines == ["mia", "ws", " a", "  b -x", "   C:\\x\\b.exe", "203.0.113.1"])
    let circle = [process("a", "1", "2", "a.exe"), process("b", "2", "1", "b.exe"), process("c", "3", "2", "c.exe")]
    #expect(Set(EvidenceTree.lines(of: circle).map(\.entity)) == [0, 1, 2])
    #expect(EvidenceTree.lines(of: circle).count == 3)
    #expect(EvidenceTree.lines(of: []).isEmpty)
  }

  @Test("Tens of thousands of processes in one chain, and as many files of them, are looked up, not searched for", .timeLimit(.minutes(2)))
  func manyEntities() {
    let count = 30_000
    let entities = (0..<count).flatMap { number in
      [
        Entity(
          kind: .process, label: "p\(number)",
          details: [
            Entity.Detail("processId", "\(number)"), Entity.Detail("parentProcessId", "\(number - 1)"),
            Entity.Detail("fileName", "p\(number).exe"),
          ]), Entity(kind: .file, label: "f\(number)", details: [Entity.Detail("fileName", "p\(number).exe")]),
      ]
    }
    let lines = EvidenceTree.lines(of: entities)
    #expect(lines.count == 2 * count && lines.map(\.depth).max() == count)
  }

  @Test("What an entity can be asked about: a process by its own hash, never its parent's")
  func subjects() {
    let own = String(repeating: "ab", count: 32)
    let process = Entity(
      kind: .process, label: "x",
      details: [
        .init("parentProcessImageFile.sha256", String(repeating: "cd", count: 32)), .init("imageFile.sha256", own),
        .init("imageFile.fileName", "x.exe"),
      ])
    #expect(EntitySubject.subjects(of: process) == [EntitySubject(.hash, own), EntitySubject(.file, "x.exe")])
    #expect(EntitySubject.subjects(of: Entity(kind: .address, label: "evil.example")).isEmpty)
    #expect(EntitySubject(reading: "fe80::1")?.kind == .address)
    #expect(EntitySubject(reading: "CONTOSO\\mia")?.kind == .user)
    #expect(EntitySubject(reading: "ws-1") == nil, "a bare word may be a person or a machine")
    #expect(EntitySubject(reading: "two words") == nil)
  }
}
