import Casefile

/// How one type of Graph evidence is shown: what kind of thing it is and which of its fields names it.
struct EvidenceShape {
  let kind: Entity.Kind
  /// Paths tried in turn; `a+b` joins two fields.
  let labels: [String]

  /// The shapes of all types Graph documents, by type name without `#microsoft.graph.security.`.
  static let shapes: [String: EvidenceShape] = {
    var shapes: [String: EvidenceShape] = [:]
    func add(_ kind: Entity.Kind, _ type: String, _ labels: String...) {
      shapes[type + "Evidence"] = EvidenceShape(kind: kind, labels: labels)
    }
    addPeopleAndHosts(add)
    addFilesAndProcesses(add)
    addMail(add)
    addContainers(add)
    addCloud(add)
    return shapes
  }()

  /// The type of evidence that a field of another evidence holds, for services that leave `@odata.type` out.
  static let nestedTypes: [String: String] = [
    "account": "userEvidence", "host": "deviceEvidence", "image": "containerImageEvidence", "digestImage": "containerImageEvidence",
    "registry": "containerRegistryEvidence", "pod": "kubernetesPodEvidence", "storageResource": "azureResourceEvidence",
    "blobContainer": "blobContainerEvidence", "dnsServerIp": "ipEvidence", "hostIpAddress": "ipEvidence", "ipAddress": "ipEvidence",
    "ipAddresses": "ipEvidence", "podIp": "ipEvidence", "clusterIP": "ipEvidence", "externalIPs": "ipEvidence",
    "sourceAddress": "ipEvidence", "destinationAddress": "ipEvidence", "ioTHub": "azureResourceEvidence", "nics": "nicEvidence",
    "sourceRef": "urlEvidence", "cloudResource": "azureResourceEvidence", "controller": "kubernetesControllerEvidence",
    "namespace": "kubernetesNamespaceEvidence", "cluster": "kubernetesClusterEvidence", "containers": "containerEvidence",
    "ephemeralContainers": "containerEvidence", "initContainers": "containerEvidence",
    "serviceAccount": "kubernetesServiceAccountEvidence", "files": "fileEvidence", "processes": "processEvidence",
    "urls": "urlEvidence", "trustedDomains": "activeDirectoryDomainEvidence",
  ]

  private static func addPeopleAndHosts(_ add: (Entity.Kind, String, String...) -> Void) {
    add(
      .user, "user", "userAccount.userPrincipalName", "userAccount.domainName+userAccount.accountName", "userAccount.displayName",
      "userAccount.userSid", "userAccount.azureAdUserId")
    add(.host, "device", "deviceDnsName", "hostName", "mdeDeviceId", "azureAdDeviceId")
    add(.host, "ioTDevice", "deviceName", "deviceId", "macAddress")
    add(.other, "securityGroup", "displayName", "friendlyName", "distinguishedName", "sid", "securityGroupId")
    add(.other, "activeDirectoryDomain", "activeDirectoryDomainName")
    add(.other, "hostLogonSession", "sessionId")
    add(.other, "cloudLogonSession", "sessionId", "userAgent")
    add(.other, "cloudLogonRequest", "requestId")
    add(.user, "gitHubUser", "login", "email", "name", "userId")
    add(.address, "ip", "ipAddress")
    add(.address, "nic", "macAddress")
    add(.address, "networkConnection", "destinationAddress.ipAddress", "sourceAddress.ipAddress")
    add(.address, "dns", "domainName")
    add(.url, "url", "url")
  }

  private static func addFilesAndProcesses(_ add: (Entity.Kind, String, String...) -> Void) {
    add(.process, "process", "processCommandLine", "imageFile.filePath+imageFile.fileName", "imageFile.fileName", "processId")
    add(.file, "file", "fileDetails.filePath+fileDetails.fileName", "fileDetails.fileName", "fileDetails.sha256", "fileDetails.sha1")
    add(.file, "fileHash", "value")
    add(.other, "malware", "name", "category")
    add(.registry, "registryKey", "registryHive+registryKey", "registryKey")
    add(.registry, "registryValue", "registryHive+registryKey+registryValueName", "registryKey", "registryValueName")
  }

  private static func addMail(_ add: (Entity.Kind, String, String...) -> Void) {
    add(.mail, "analyzedMessage", "subject", "internetMessageId", "networkMessageId")
    add(.mail, "mailCluster", "clusterBy", "query", "urn")
    add(.mail, "mailbox", "primaryAddress", "upn", "displayName")
    add(.mail, "mailboxConfiguration", "mailboxPrimaryAddress", "upn", "displayName", "configurationId")
    add(.mail, "submissionMail", "subject", "sender", "networkMessageId", "submissionId")
    add(.mail, "teamsMessage", "subject", "senderFromAddress", "messageId", "threadId")
  }

  private static func addContainers(_ add: (Entity.Kind, String, String...) -> Void) {
    add(.cloudResource, "container", "name", "containerId")
    add(.cloudResource, "containerImage", "imageId")
    add(.cloudResource, "containerRegistry", "registry")
    for type in ["Cluster", "Controller", "Namespace", "Pod", "Secret", "ServiceAccount", "Service"] {
      add(.cloudResource, "kubernetes" + type, "name")
    }
  }

  private static func addCloud(_ add: (Entity.Kind, String, String...) -> Void) {
    add(.application, "aiAgent", "agentName", "agentId")
    add(.application, "cloudApplication", "displayName", "instanceName", "appId")
    add(.application, "oauthApplication", "displayName", "appId", "objectId")
    add(.application, "servicePrincipal", "servicePrincipalName", "appId", "servicePrincipalObjectId")
    add(.cloudResource, "amazonResource", "resourceName", "amazonResourceId")
    add(.cloudResource, "azureResource", "resourceName", "resourceId")
    add(.cloudResource, "googleCloudResource", "resourceName", "fullResourceName")
    add(.cloudResource, "blob", "url", "name")
    add(.cloudResource, "blobContainer", "url", "name")
    add(.cloudResource, "sasToken", "signatureHash", "signedWith")
    add(.cloudResource, "gitHubOrganization", "displayName", "login", "orgId")
    add(.cloudResource, "gitHubRepo", "baseUrl", "owner", "login", "repoId")
  }
}
