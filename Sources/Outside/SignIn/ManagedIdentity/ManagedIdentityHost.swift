/// Which service of this machine hands out tokens, told by the environment in Microsoft's order.
enum ManagedIdentityHost: Equatable, Sendable {
  case serviceFabric
  case appService(endpoint: String, secret: String)
  case arc(endpoint: String)
  case machineLearning(endpoint: String, secret: String)
  case cloudShell(endpoint: String)
  case workloadIdentity(tenant: String, path: String)
  /// The metadata address of a virtual machine.
  case metadata(base: String)

  private static let metadataBase = "http://169.254.169.254"

  init(_ surroundings: SignInSurroundings) {
    let variable = surroundings.variable
    if let endpoint = variable("IDENTITY_ENDPOINT"), let secret = variable("IDENTITY_HEADER") {
      self = variable("IDENTITY_SERVER_THUMBPRINT") == nil ? .appService(endpoint: endpoint, secret: secret) : .serviceFabric
    } else if let endpoint = variable("IDENTITY_ENDPOINT"), variable("IMDS_ENDPOINT") != nil {
      self = .arc(endpoint: endpoint)
    } else if let endpoint = variable("MSI_ENDPOINT") {
      self = variable("MSI_SECRET").map { .machineLearning(endpoint: endpoint, secret: $0) } ?? .cloudShell(endpoint: endpoint)
    } else if variable("AZURE_AUTHORITY_HOST") != nil, let tenant = variable("AZURE_TENANT_ID"),
      let path = variable("AZURE_FEDERATED_TOKEN_FILE")
    {
      self = .workloadIdentity(tenant: tenant, path: path)
    } else {
      let base = variable("AZURE_POD_IDENTITY_AUTHORITY_HOST") ?? ManagedIdentityHost.metadataBase
      self = .metadata(base: base.hasSuffix("/") ? String(base.dropLast()) : base)
    }
  }

  /// For people.
  var title: String {
    switch self {
    case .serviceFabric: "Service Fabric"
    case .appService: "App Service"
    case .arc: "Azure Arc"
    case .machineLearning: "Azure Machine Learning"
    case .cloudShell: "Cloud Shell"
    case .workloadIdentity: "workload identity"
    case .metadata: "the metadata address"
    }
  }
}
