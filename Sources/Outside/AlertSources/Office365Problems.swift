internal import Casefile

/// What the codes of the service mean, and what to do.
enum Office365Problems {
  static func problem(_ code: String, status: Int, message: String, hope: Office365Failure.Hope) -> Problem {
    var retry = Problem.Retry.never
    if case .later(let asked) = hope { retry = .after(seconds: asked ?? 30) } else if hope == .soon { retry = .now }
    let (summary, remedy) = words(code) ?? words(status)
    let said = message.isEmpty ? "" : ": " + String(message.harmless.prefix(300))
    let cause = code.isEmpty ? "HTTP \(status)\(said)" : "\(code), HTTP \(status)\(said)"
    return Problem(summary, cause: cause, remedy: remedy, retry: retry)
  }

  private static func words(_ code: String) -> (String, String)? {
    switch code {
    case "AF10001":
      (
        "The token lacks a permission of Office 365.",
        "It takes ActivityFeed.Read, for DLP.All also ActivityFeed.ReadDlp: as an application permission where the program signs in by "
          + "itself, as a delegated one where a person does. Add it to the app registration and let an administrator consent."
      )
    case "AF20010":
      ("The token is for another tenant.", "Sign in to the tenant that the configuration names for office365, or name the other one there.")
    case "AF20011", "DataServiceException":
      (
        "Office 365 knows no audit log of this tenant.",
        "Check the tenant id; turn on auditing in Microsoft Purview, which may take up to 60 minutes to have effect."
      )
    case "AF20012": ("The tenant is not set up for Office 365 auditing.", "Ask Microsoft's support to look at the tenant.")
    case "AF20013": ("The tenant id in the address is no GUID.", "Put the tenant's GUID into the configuration, not its domain.")
    case "AF20020": ("Office 365 does not know this content type.", "Name one of \(names) in the configuration.")
    case "AF20022": ("This content type is not subscribed to.", "Start its subscription; the first content may take up to 12 hours.")
    case "AF20023":
      ("An administrator has disabled this subscription.", "Ask the tenant's administrator to enable it, then start it again.")
    case "AF20024": ("The subscription is enabled already.", "Nothing needs to be done.")
    case "AF429": ("Office 365 is asked too often.", "Wait and try again; others may use the same publisher's share of requests.")
    case "AF50000": ("Office 365 had an internal error.", "Try again in a few minutes.")
    default: contentWords(code) ?? requestWords(code)
    }
  }

  private static func contentWords(_ code: String) -> (String, String)? {
    switch code {
    case "AF20030", "AF20055":
      ("Office 365 did not take the time window.", "Check this machine's clock; windows hold 24 hours at most and begin within 7 days.")
    case "AF20031": ("Office 365 did not take its own link to the next page.", "Collect again; the list begins anew.")
    case "AF20050": ("The content does not exist.", "It cannot be had any more; search the audit log in Microsoft Purview instead.")
    case "AF20051": ("The content has expired.", "It was kept for 7 days; search the audit log in Microsoft Purview instead.")
    case "AF20052": ("Office 365 did not take the id of a content that it had listed.", "Collect again; if it stays, report it.")
    default: nil
    }
  }

  private static func requestWords(_ code: String) -> (String, String)? {
    switch code {
    case "AF20001", "AF20002":
      ("Office 365 did not take a parameter.", "Check the tenant and publisher ids in the configuration; if they are right, report it.")
    case "AF20003", "AF20021": ("Office 365 did not take a webhook.", "This program registers none; see which other program does.")
    case "AF20053", "AF20054": ("Office 365 did not take the language.", "This program asks for none; see what stands in between.")
    default: nil
    }
  }

  private static func words(_ status: Int) -> (String, String) {
    switch status {
    case 401:
      (
        "Office 365 did not accept the sign-in.",
        "Sign in again; check that the application has ActivityFeed.Read with admin consent, and that the cloud is the right one."
      )
    case 403:
      (
        "Office 365 refused the request.",
        "Check that the app registration has ActivityFeed.Read, as an application permission or, where a person signs in, as a delegated "
          + "one, with an administrator's consent."
      )
    case 404: ("Office 365 knows no such address.", "Check the host of office365 and the tenant id in the configuration.")
    case 429: ("Office 365 is asked too often.", "Wait and try again.")
    case 500...: ("Office 365 had an internal error.", "Try again in a few minutes.")
    default: ("Office 365 did not do what was asked.", "Try again; if it stays, report it with the code.")
    }
  }

  private static var names: String { Office365ContentType.allCases.map(\.rawValue).joined(separator: ", ") }
}
