extension HTTPRequest.Timeouts {
  // How long each kind of answer may take, in seconds: a server that sends a byte now and then must not hold anybody for ever. What is long
  // by nature is bounded by progress, what is short as a whole. Queries are bounded by progress too, by how long a service
  // lets them run.

  /// A page of a list, a subscription, a change: short, whatever it says.
  package static let list = HTTPRequest.Timeouts(connect: 10, firstByte: 120, idle: 90, total: 300)
  /// A token: a person waits for it.
  package static let signIn = HTTPRequest.Timeouts(connect: 10, firstByte: 30, idle: 30, total: 60)
  /// What a server offers, to see whether it is there.
  package static let proof = HTTPRequest.Timeouts(connect: 5, firstByte: 10, idle: 10, total: 20)
  /// A language model, which may reason for minutes without a word, but not for ever.
  package static let model = HTTPRequest.Timeouts(connect: 10, firstByte: 300, idle: 120, progress: 600)
}
