/// Names that every company has: they identify nobody, and a model needs them.
enum WellKnownNames {
  static func contains(_ name: String) -> Bool { names.contains(name.lowercased()) }

  /// Domains at which anybody may have a mail address, and those of the services themselves.
  static func isPublicDomain(_ name: String) -> Bool { publicDomains.contains(name.lowercased()) }

  private static let names: Set<String> = Set(
    """
    -|n/a|na|nil|none|null|unknown|not available|not applicable|true|false|yes|no|any|all|other|self|default|empty|undefined
    administrator|administrators|admin|admins|root|system|guest|guests|user|users|everyone|anonymous|anonymous logon|authenticated users
    localsystem|local system|localservice|local service|networkservice|network service|nt authority|nt service|nt-autorität|builtin
    iusr|defaultaccount|wdagutilityaccount|defaultuser0|trustedinstaller|font driver host|window manager|creator owner|interactive
    service|services|batch|network|local|remote|public|owner|operator|operators|backup|test|tester|support|helpdesk|service account
    nobody|daemon|bin|sys|sync|mail|www|www-data|apache|nginx|postfix|sshd|ssh|ftp|git|svn|mysql|postgres|oracle|mssql|sql|redis|mongodb
    syslog|messagebus|systemd-network|systemd-resolve|systemd-timesync|ubuntu|debian|centos|ec2-user|azureuser|vagrant|docker|jenkins
    tomcat|elastic|kibana|logstash|splunk|zabbix|nagios|krbtgt|exchange|sharepoint|scanner|printer|print|account|accounts|name|names
    localhost|localdomain|host|hosts|server|servers|client|clients|computer|computers|device|devices|desktop|laptop|workstation|workgroup
    machine|gateway|router|firewall|proxy|dns|dhcp|vpn|web|app|apps|api|db|database|domain|domains|controller|node|master|worker|cluster
    azure|microsoft|windows|linux|macos|android|ios|office|office365|defender|sentinel|entra|intune|graph|google|amazon|aws|outlook|teams
    application|applications|group|groups|role|roles|policy|process|file|files|registry|alert|alerts|incident|security|identity|cloud|tenant
    microsoft azure|microsoft office|microsoft teams|microsoft graph|azure ad|azuread|local|lan|home|corp|internal|intranet|wan|internet
    com|net|org|example|invalid|exe|dll|http|https|tcp|udp|smb|rdp|ldap|kerberos|ntlm|negotiate
    """.split(whereSeparator: { $0 == "|" || $0 == "\n" }).map(String.init))

  private static let publicDomains: Set<String> = Set(
    """
    gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com icloud.com me.com aol.com gmx.de gmx.net web.de proton.me
    protonmail.com mail.ru yandex.ru qq.com 163.com microsoft.com windows.net azure.com office.com office365.com microsoftonline.com
    onmicrosoft.com amazonaws.com google.com apple.com github.com
    """.split(whereSeparator: \.isWhitespace).map(String.init))
}
