package import Casefile

extension IdentityKind {
  /// Tells a column by its name, whatever its table; nil when the name promises no identity.
  package init?(column: String) {
    var name = column.lowercased()
    for suffix in ["_s", "_g", "_string"] where name.hasSuffix(suffix) { name.removeLast(suffix.count) }
    if let own = IdentityKind.foreignNames[name.filter { $0.isLetter || $0.isNumber }] {
      self = own
      return
    }
    if IdentityKind.tenantNames.contains(name) || name.hasSuffix("tenantid") || name.contains("subscription") && !name.hasSuffix("type") {
      self = .tenant
    } else if IdentityKind.notIdentities.contains(name) {
      return nil
    } else if IdentityKind.addressNames.contains(name) || IdentityKind.addressEndings.contains(where: name.hasSuffix) {
      self = .address
    } else if IdentityKind.hostNames.contains(name) || IdentityKind.hostEndings.contains(where: name.hasSuffix) {
      self = .host
    } else if IdentityKind.userNames.contains(name) || IdentityKind.userEndings.contains(where: name.hasSuffix) {
      self = .user
    } else {
      return nil
    }
  }

  /// Names that other products give such columns, without their dots and underscores.
  private static let foreignNames: [String: IdentityKind] = {
    let kinds: [(IdentityKind, String)] = [
      (.host, "computername hostname servername sourcecomputer targetcomputer dsthost srchost nthost scomputername workstationname fqdn"),
      (
        .host,
        "netbiosname dnsname agenthost agenthostname agentname clienthost clienthostname hostfqdn dvchostname srchostname dsthostname"
      ),
      (.user, "username usernames srcuser dstuser uid login logon loginname logonname email mail emailaddress fullname firstname lastname"),
      (.user, "principal createdby lastmodifiedby modifiedby benutzer benutzername recipients senderaddress srcusername dstusername"),
      (.user, "subjectusername targetusername actorusername accountname useremail userprincipalname samaccountname csusername"),
      (.tenant, "tenantid tenant ntdomain resourcegroup resourcegroupname subscriptionid subscription workspaceid organizationid"),
    ]
    return kinds.reduce(into: [:]) { names, entry in for name in entry.1.split(separator: " ") { names[String(name)] = entry.0 } }
  }()

  private static let tenantNames: Set<String> = [
    "accountdomain", "initiatingprocessaccountdomain", "requestaccountdomain", "domainname", "targetdomainname", "subjectdomainname",
    "userdomain", "organizationid", "organizationname", "hometenantname", "workspaceresourcegroup", "workspaceid",
    "senderfromdomain", "sendermailfromdomain", "recipientdomain", "accountdomainname",
  ]
  private static let notIdentities: Set<String> = [
    "appdisplayname", "resourcedisplayname", "activitydisplayname", "displayname", "threatdisplayname", "serviceprincipalname",
    "filename", "deviceid_fileevent", "remoteiptype", "localiptype", "ipcategory", "iptags", "useragent", "usertype",
    "useragenttags", "usersinsights", "devicesinsights", "accounttype", "devicetype", "devicecategory", "devicesubtype",
    "devicevendor", "deviceproduct", "deviceversion", "deviceeventclassid", "deviceaction", "usersharedwith", "account_type",
    "targetaccounttype",
  ]
  private static let addressNames: Set<String> = [
    "ip", "ipaddress", "ipaddresses", "clientip", "computerip", "hostip", "callingstationid", "publicips", "srcpublicips",
    "destpublicips", "computerprivateips", "defaultgateways", "dnsaddresses", "senderipv4", "senderipv6", "nasipv4address",
    "nasipv6address", "macaddress", "clientaddress", "deviceaddress", "destinationtranslatedaddress", "sourcetranslatedaddress",
    "devicetranslatedaddress", "allextips",
  ]
  private static let addressEndings = ["ip", "ipaddress", "ipfromresourceprovider", "macaddress"]
  private static let hostNames: Set<String> = [
    "computer", "hostname", "workstation", "workstationname", "vm", "vm1", "vm2", "srcvm", "destvm", "vmname", "compromisedentity",
    "clientname", "machineid", "sourcedevice", "destinationdevice", "device", "deviceid", "mdedeviceid", "aaddeviceid", "userworkstations",
    "remotecomputer", "collectorhostname", "sourcecomputerid", "hostdeviceid", "azurevmid", "originatingserver", "targetservername",
  ]
  private static let hostEndings = ["devicename", "hostname", "machinename", "deviceid"]
  private static let userNames: Set<String> = [
    "account", "user", "username", "caller", "identity", "userid", "userkey", "actor", "upn", "initiatedby", "targetresources",
    "loggedonusers", "owner", "mailboxowner", "mailaddress", "manager", "samaccountname", "membername", "membersid", "subject_user",
    "targetsid", "accountid", "userdisplayname", "givenname", "surname", "subjectaccount", "targetaccount", "sidhistory",
    "recipientemailaddress", "requester", "to", "cc", "modifiedby", "claims", "claims_d", "assignedto", "signinidentifier",
    "alternatesigninname", "actorname", "targetname", "user_id", "phone", "employeeid", "memberof",
  ]
  private static let userEndings = [
    "accountname", "accountupn", "accountsid", "accountobjectid", "username", "usersid", "userprincipalname", "displayname",
    "principalname", "ownerupn", "ownersid", "useraccount", "userid", "objectid", "emailaddress", "fromaddress", "accountdisplayname",
    "targetuser", "logonusersid",
  ]
}

extension TableSchema {
  /// The columns whose cells name an identity, with its kind.
  package var identityColumns: [(column: String, kind: IdentityKind)] {
    columns.compactMap { column in IdentityKind(column: column.name).map { (column.name, $0) } }
  }
}
