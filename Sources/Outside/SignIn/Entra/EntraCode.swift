/// The codes of Microsoft Entra, `AADSTS…`, and what to do about each.
enum EntraCode {
  struct Row {
    var summary: String
    var remedy: String
    /// True when the same request may work in a moment.
    var isPassing = false
  }

  static func row(_ code: Int) -> Row? {
    application(code) ?? assertion(code) ?? person(code) ?? policy(code) ?? request(code)
  }

  /// The application and its secret.
  private static func application(_ code: Int) -> Row? {
    switch code {
    case 7_000_215:
      Row(
        summary: "The client secret is wrong.",
        remedy: "Give client_secret the secret's value, not its id; make a new one under Certificates & secrets of the app registration.")
    case 7_000_222:
      Row(summary: "The client secret has expired.", remedy: "Make a new one under Certificates & secrets, and name it in client_secret.")
    case 7_000_218:
      Row(
        summary: "The application must prove who it is, or allow public clients.",
        remedy:
          "For device-code set \"Allow public client flows\" to Yes under Authentication; else use client-secret or client-certificate.")
    case 700_016:
      Row(
        summary: "The application is not in this tenant.",
        remedy: "Check client_id and tenant_id; a multitenant application needs an administrator's consent first.")
    case 7_000_216:
      Row(summary: "The application must prove who it is.", remedy: "Set client_secret or client_certificate, and the method that uses it.")
    case 700_038, 900_144:
      Row(summary: "The request names no application.", remedy: "Set client_id to the application's id from the app registration.")
    case 7_000_229:
      Row(
        summary: "The application has no service principal in this tenant.",
        remedy: "Have an administrator consent to it, or check tenant_id.")
    case 65_005:
      Row(
        summary: "The application asks for a permission that the service does not have.",
        remedy: "Correct API permissions of the app registration.")
    case 7_000_112:
      Row(summary: "The application is disabled.", remedy: "Have it enabled under Enterprise applications, Properties.")
    case 500_011, 650_057, 650_052:
      Row(
        summary: "The service is not known in this tenant, or the application has no permission for it.",
        remedy: "Add the service's permission under API permissions of the app registration, grant consent, and check cloud.")
    case 500_113, 50_011:
      Row(
        summary: "The application has no fitting reply address.", remedy: "Add \"Mobile and desktop applications\" under Authentication.")
    case 65_001, 65_004, 90_094:
      Row(
        summary: "Nobody has consented to the application's permissions.",
        remedy: "Have an administrator press \"Grant admin consent\" under API permissions of the app registration.")
    case 501_051, 50_105:
      Row(
        summary: "This account is not assigned to the application.",
        remedy: "Have it assigned under Enterprise applications, Users and groups, or switch \"Assignment required\" off.")
    case 90_002:
      Row(summary: "The tenant does not exist.", remedy: "Check tenant_id, and cloud: each cloud has tenants of its own.")
    case 90_023, 90_013, 50_059:
      Row(summary: "The tenant is not named in a way the service knows.", remedy: "Set tenant_id to the tenant's GUID or its domain.")
    case 900_382, 90_038, 900_432, 900_439:
      Row(summary: "The tenant belongs to another cloud.", remedy: "Set cloud to public, us-government or china.")
    default: nil
    }
  }

  /// Signed assertions of certificates and federated identities.
  private static func assertion(_ code: Int) -> Row? {
    switch code {
    case 700_027:
      Row(
        summary: "The certificate is not the application's.",
        remedy: "Upload its public part under Certificates & secrets, and check client_certificate and client_id.")
    case 700_024:
      Row(
        summary: "The signed assertion is outside its time.",
        remedy: "Set this machine's clock; it differs from the service's by more than five minutes.")
    case 700_023, 700_021, 50_013, 50_027:
      Row(summary: "The signed assertion was not accepted.", remedy: "Check client_id, tenant_id and endpoints.login.")
    case 700_003, 1_000_502, 700_030:
      Row(
        summary: "The certificate has expired, or is not valid.",
        remedy: "Make a new one, upload its public part, name it in client_certificate.")
    case 70_021, 700_213, 700_211, 700_212:
      Row(
        summary: "No federated credential of the application fits this token.",
        remedy: "Compare issuer, subject and audience with the credential under Certificates & secrets, Federated credentials; a new one "
          + "takes some minutes.")
    default: nil
    }
  }

  /// Accounts of people.
  private static func person(_ code: Int) -> Row? {
    switch code {
    case 50_076, 50_079, 50_072, 50_074, 50_158:
      Row(summary: "A second factor is needed.", remedy: "Sign in with method = \"device-code\", where a browser can ask for it.")
    case 50_058, 16_000, 16_001, 50_097:
      Row(summary: "A person must sign in.", remedy: "Use method = \"device-code\", or sign in again.")
    case 50_034:
      Row(summary: "The account does not exist in this tenant.", remedy: "Check tenant_id, and with which account you sign in.")
    case 50_020, 90_072:
      Row(
        summary: "The account is of another tenant or identity provider.",
        remedy: "Sign in with an account of the tenant, be invited as a guest, or check tenant_id.")
    case 50_126: Row(summary: "User name or password is wrong.", remedy: "Sign in again.")
    case 50_057: Row(summary: "The account is disabled.", remedy: "Have an administrator enable it.")
    case 50_053: Row(summary: "The account is locked.", remedy: "Wait some minutes, or have it unlocked.")
    case 50_055: Row(summary: "The password has expired.", remedy: "Change it, then sign in again.")
    case 50_173, 50_133, 50_089, 70_043, 700_082, 70_008, 700_084:
      Row(summary: "The sign-in has ended.", remedy: "Sign in again; nothing else helps.")
    default: nil
    }
  }

  /// Conditional access and other policies.
  private static func policy(_ code: Int) -> Row? {
    switch code {
    case 53_003:
      Row(
        summary: "A conditional access policy blocks this sign-in.",
        remedy: "The sign-in log of the tenant names the policy; device-code is often blocked: use another method there.")
    case 53_000, 53_001, 530_001, 530_003, 530_021, 530_022:
      Row(
        summary: "The policy wants a managed or compliant device.",
        remedy: "Sign in from such a device, for example through azure-cli there.")
    case 53_011, 530_034:
      Row(summary: "The sign-in is blocked as a risk.", remedy: "Have an administrator look at the risk of the account.")
    case 530_032, 53_004:
      Row(summary: "The policy wants the account registered first.", remedy: "Sign in to https://aka.ms/mysecurityinfo once.")
    default: nil
    }
  }

  /// The request itself, and passing trouble.
  private static func request(_ code: Int) -> Row? {
    switch code {
    case 70_011, 1_002_012, 90_009:
      Row(summary: "The scope is not valid.", remedy: "Check cloud and cluster; one sign-in is for one service.")
    case 70_016: Row(summary: "The sign-in is not finished yet.", remedy: "Enter the code in a browser.", isPassing: true)
    case 54_005: Row(summary: "The code has been used already.", remedy: "Begin again.", isPassing: true)
    case 70_018, 70_019, 70_020:
      Row(summary: "The code has expired.", remedy: "Begin again and enter the new code in time.", isPassing: true)
    case 90_033, 90_012, 90_055, 50_196, 90_006:
      Row(summary: "The login service is busy.", remedy: "Try again in a minute.", isPassing: true)
    default: nil
    }
  }

  /// Where no code is known: OAuth's own names (RFC 6749, RFC 8628), then the status.
  static func row(error: String, status: Int) -> Row {
    switch error {
    case "invalid_client", "unauthorized_client":
      Row(summary: "The application was not accepted.", remedy: "Check client_id, tenant_id and its secret or certificate.")
    case "invalid_scope", "invalid_resource":
      Row(summary: "The service asked for is not known.", remedy: "Check cloud, cluster and the application's permissions.")
    case "invalid_grant", "interaction_required", "login_required", "consent_required":
      Row(summary: "The sign-in does not hold any more, or a person is needed.", remedy: "Sign in again, with device-code if need be.")
    case "access_denied", "authorization_declined":
      Row(summary: "The sign-in was declined.", remedy: "Begin again, and accept it in the browser.")
    case "expired_token", "code_expired":
      Row(summary: "The code has expired.", remedy: "Begin again and enter the new code in time.", isPassing: true)
    case "bad_verification_code":
      Row(summary: "The login service does not know the code.", remedy: "Begin again.", isPassing: true)
    case "temporarily_unavailable", "server_error":
      Row(summary: "The login service is busy.", remedy: "Try again in a minute.", isPassing: true)
    default:
      status == 429 || status >= 500
        ? Row(summary: "The login service is busy.", remedy: "Try again in a minute.", isPassing: true)
        : Row(summary: "The sign-in was refused.", remedy: "Look the code up at https://login.microsoftonline.com/error.")
    }
  }
}
