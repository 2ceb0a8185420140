package import Casefile
import HuntPipeline

extension GraphTriage {
  /// Reads the one alert anew. What the service does not answer of it, such as the incident it was read with, stays.
  package func present(_ alert: Alert) async throws -> Alert {
    guard let endpoint = GraphEndpoint(source: alert.source) else {
      throw Problem("Alerts of \(alert.source) cannot be read one by one.", remedy: "Read the source again.", kind: .usage)
    }
    let address = connection.address + endpoint.path + "/" + GraphQuery.encodedSegment(alert.id)
    do {
      let json = try await connection.get(address) { _, _ in }.json(endpoint)
      guard let record = json.object, record["id"]?.string == alert.id else {
        throw Problem("The service answered with another alert.", cause: "It was asked for \(alert.id.harmless).")
      }
      return updated(alert, by: TriageAnswer(record: record, words: ""))
    } catch let refusal as GraphRefusal {
      throw refusal.problem
    }
  }
}
