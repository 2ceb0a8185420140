import Casefile
import HuntPipeline
import TestSupport
import Testing

@Suite("From when on a source is asked again") struct ReadingMemoryTests {
  private static let now = DateTime("2026-11-20T12:00:00Z") ?? .minimum

  private func whole(_ moment: DateTime) -> GatheredSource { GatheredSource(name: "a", updatedUpTo: moment, reachedUpTo: moment) }
  private func gap(_ moment: DateTime) -> GatheredSource {
    GatheredSource(name: "a", partial: "IPC did not answer.", shortfall: .parts, reachedUpTo: moment)
  }

  @Test("Whole readings go on where the last one ended; one that broke off changes nothing")
  func whole() {
    var memory = ReadingMemory()
    #expect(memory.since(at: Self.now) == nil)
    memory.take(whole(Self.now - .hours(1)), began: Self.now)
    #expect(memory.since(at: Self.now) == Self.now - .hours(1))
    memory.take(GatheredSource(name: "a", partial: "Page 2 did not come.", shortfall: .rest), began: Self.now)
    #expect(memory == ReadingMemory(wholeUpTo: Self.now - .hours(1)))
  }

  @Test("A source that is never whole goes on from what came, and what is missing is asked for again after a while")
  func neverWhole() {
    var memory = ReadingMemory()
    var begun: [DateTime?] = []
    for minute in 0..<32 {
      let now = Self.now + .minutes(Double(minute))
      begun.append(memory.since(at: now))
      memory.take(gap(now - .minutes(5)), began: now)
    }
    #expect(begun.enumerated().filter { $0.element == nil }.map(\.offset) == [0, 15, 30])
    #expect(begun[31] == Self.now + .minutes(25))
  }

  @Test("Once the missing part comes, all before it is whole; a reading that left the gap alone does not close it")
  func closes() {
    var memory = ReadingMemory(wholeUpTo: Self.now - .hours(9))
    memory.take(gap(Self.now - .minutes(5)), began: Self.now)
    memory.take(whole(Self.now - .minutes(4)), began: Self.now + .minutes(1))
    #expect(memory.since(at: Self.now + .minutes(2)) == Self.now - .minutes(4))
    #expect(memory.asksAgainAt == Self.now + .minutes(15), "that something is missing is still known")
    #expect(memory.since(at: Self.now + .minutes(20)) == Self.now - .hours(9))
    memory.take(whole(Self.now), began: Self.now + .minutes(20))
    #expect(memory == ReadingMemory(wholeUpTo: Self.now))
  }

  @Test("It is kept as text; a moment alone, and what cannot be read, are understood")
  func text() {
    var memory = ReadingMemory(wholeUpTo: Self.now - .hours(9))
    memory.take(gap(Self.now), began: Self.now)
    #expect(ReadingMemory(text: memory.text) == memory)
    #expect(ReadingMemory(text: Self.now.description) == ReadingMemory(wholeUpTo: Self.now))
    #expect(ReadingMemory(text: "{") == ReadingMemory())
  }
}
