internal import CNcurses
package import Canvas
internal import Glibc

/// A program for the terminal: how messages change its model, what effects do, and what the model looks like.
package struct TerminalProgram<Model: Sendable, Message: Sendable, Effect: Sendable>: Sendable {
  /// Wraps what the terminal tells into the program's own messages.
  package let message: @Sendable (InputEvent) -> Message

  /// Changes the model in place and returns what shall be done about it.
  package let receive: @Sendable (inout Model, Message) -> [Effect]

  /// Starts what an effect asks for; must not block, as it holds the keyboard.
  package let perform: @TerminalActor @Sendable (Effect, TerminalControl) -> Void

  /// Draws the whole model on an empty surface of the screen's size.
  package let draw: @Sendable (Model, inout Surface, TerminalTraits) -> Void

  /// Puts a program together.
  package init(
    message: @escaping @Sendable (InputEvent) -> Message, receive: @escaping @Sendable (inout Model, Message) -> [Effect],
    perform: @escaping @TerminalActor @Sendable (Effect, TerminalControl) -> Void,
    draw: @escaping @Sendable (Model, inout Surface, TerminalTraits) -> Void
  ) {
    self.message = message
    self.receive = receive
    self.perform = perform
    self.draw = draw
  }

  /// Runs until the program quits, on the calling thread, which belongs to the terminal from then on.
  ///
  /// The model hears its first `.resize` before the first frame; `initial` effects start after that frame. Throws `TerminalFault` where
  /// there is no usable terminal, and has then changed nothing. Returns the last model and how it ended, with the terminal restored.
  package func run(
    _ model: Model, port: MessagePort<Message>, initial: [Effect] = [], options: TerminalOptions = TerminalOptions()
  ) throws -> (model: Model, ending: TerminalEnding) {
    try TerminalActor.adoptThread {
      let screen = try Screen(options, wake: TerminalActor.shared.executor.bell)
      defer { screen.finish() }
      let loop = TerminalLoop(self, model: model, port: port, screen: screen)
      return loop.run(initial)
    }
  }
}

/// The loop itself: wait, run jobs, read keys, take messages, draw.
@TerminalActor final class TerminalLoop<Model: Sendable, Message: Sendable, Effect: Sendable> {
  private let program: TerminalProgram<Model, Message, Effect>
  private let port: MessagePort<Message>
  private let screen: Screen
  private let control: TerminalControl
  private let executor = TerminalActor.shared.executor
  private var model: Model
  private var reader: InputReader
  private var waiting: ArraySlice<Message> = []
  private var isStale = true
  private var isUrgent = true
  private var drawnAt: UInt64 = 0

  /// Between two frames that no key asked for, in nanoseconds.
  private let framePause: UInt64 = 16_000_000

  /// How long messages may keep the keyboard waiting, in nanoseconds.
  private let messageTime: UInt64 = 4_000_000

  init(_ program: TerminalProgram<Model, Message, Effect>, model: Model, port: MessagePort<Message>, screen: Screen) {
    self.program = program
    self.model = model
    self.port = port
    self.screen = screen
    control = TerminalControl(screen)
    reader = InputReader(screen)
  }

  func run(_ initial: [Effect]) -> (model: Model, ending: TerminalEnding) {
    port.connect(executor.bell)
    defer { port.connect(nil) }
    handle(.colours(screen.traits.colours))
    handle(.resize(screen.traits.size))
    waiting = port.take()[...]
    draw()
    for effect in initial { program.perform(effect, control) }
    while control.ending == nil { turn() }
    return (model, control.ending ?? .quit)
  }

  private func turn() {
    wait()
    answerSignals()
    executor.runJobs()
    if !control.isPaused { readKeys() }
    takeMessages()
    if control.takeResumed() { noteResumed() }
    if isStale, !control.isPaused, control.ending == nil, isUrgent || Self.now() &- drawnAt >= framePause { draw() }
  }

  /// Sleeps until a key, a job, a message or a signal comes, or until a frame or a broken paste is due; for ever when idle.
  private func wait() {
    var descriptors = [
      pollfd(fd: executor.bell.descriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: control.isPaused ? -1 : STDIN_FILENO, events: Int16(POLLIN), revents: 0),
    ]
    guard poll(&descriptors, 2, timeout()) > 0 else { return }
    if descriptors[0].revents != 0 { executor.bell.silence() }
    if descriptors[1].revents & Int16(POLLHUP | POLLERR | POLLNVAL) != 0 { control.end(.hangUp) }
  }

  private func timeout() -> Int32 {
    if !waiting.isEmpty || control.hasResumed { return 0 }
    let now = Self.now()
    var due: [UInt64] = []
    if isStale, !control.isPaused { due.append(isUrgent ? now : drawnAt &+ framePause) }
    if let deadline = reader.pasteDeadline { due.append(deadline) }
    guard let next = due.min() else { return -1 }
    return next <= now ? 0 : Int32(clamping: (next - now + 999_999) / 1_000_000)
  }

  private func answerSignals() {
    let requests = guard_take_requests()
    if requests.terminate != 0 { control.end(.signal(requests.terminate)) }
    if requests.stop != 0 { control.suspend() }
    if requests.continued != 0, !control.isPaused { control.reclaim() }
    if requests.resized != 0, !control.isPaused { adoptSize() }
  }

  /// A window that shrank and grew again before we looked has its old size and yet has lost its cells.
  private func adoptSize() {
    if screen.adoptSize() {
      handle(.resize(screen.traits.size))
    } else {
      screen.repaint()
      isStale = true
      isUrgent = true
    }
  }

  /// The window may have changed while somebody else had the terminal; the kernel tells only who is in front.
  private func noteResumed() {
    if screen.adoptSize() { handle(.resize(screen.traits.size)) }
    handle(.resumed)
    isUrgent = true
  }

  private func readKeys() {
    for event in reader.drain(now: Self.now()) {
      if event == .key(Key(.character("z"), .control)) {
        control.suspend()
      } else {
        handle(event)
      }
      isUrgent = true
    }
  }

  private func takeMessages() {
    if waiting.isEmpty { waiting = port.take()[...] }
    guard !waiting.isEmpty else { return }
    let start = Self.now()
    var count = 0
    while let message = waiting.popFirst(), control.ending == nil {
      receive(message)
      count += 1
      if count % 64 == 0, Self.now() &- start > messageTime { break }
    }
    if waiting.isEmpty { waiting = [] }
  }

  private func handle(_ event: InputEvent) {
    receive(program.message(event))
    if case .resize = event { isUrgent = true }
  }

  private func receive(_ message: Message) {
    isStale = true
    for effect in program.receive(&model, message) { program.perform(effect, control) }
  }

  private func draw() {
    var surface = Surface(size: screen.traits.size, glyphs: screen.traits.glyphs)
    program.draw(model, &surface, screen.traits)
    screen.show(surface)
    isStale = false
    isUrgent = false
    drawnAt = Self.now()
  }

  /// Monotonic time in nanoseconds.
  private static func now() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(clamping: time.tv_sec) &* 1_000_000_000 &+ UInt64(clamping: time.tv_nsec)
  }
}
