import Transport

/// What the services let through, kept over all hunts, lists and changes of this process: one pacer for each quota they document.
///
/// Office 365 has its own within its one source. Data Explorer documents no number of requests; what it refuses is tried again later.
struct ServicePacers: Sendable {
  let logAnalytics: RequestPacer
  let hunting: RequestPacer
  /// Alerts and incidents, read and changed.
  let graphSecurity: RequestPacer

  init(_ surroundings: RetrySurroundings) {
    logAnalytics = RequestPacer(.init(service: "Log Analytics", requests: 200, seconds: 30, atOnce: 5), surroundings: surroundings)
    // The least that a tenant has; larger ones have more, which is not told.
    hunting = RequestPacer(.init(service: "Advanced hunting", requests: 45, seconds: 60), surroundings: surroundings)
    graphSecurity = RequestPacer(.init(service: "Microsoft Graph", requests: 150, seconds: 60), surroundings: surroundings)
  }
}
