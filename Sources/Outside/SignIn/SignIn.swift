// SignIn: tokens of Microsoft Entra, and requests that carry them.
//
// Lives here: the hosts of the clouds (`CloudAddresses`), what a token is for (`TokenScope`), how a workspace signs in
// (`SignInConfiguration`) and the ways of it (`TokenIssuer`, one file each below Entra, Certificates, ManagedIdentity and Developer), the
// keeper that asks once for many waiters and refreshes ahead (`TokenKeeper`), the file it may keep tokens in (`TokenFile`), and the sender
// that puts tokens on requests (`AuthorisedSender`): it retries by status and code, asks for a new token once after a 401, and never sends
// a token to another host.
//
// Not here: what is asked of the services (AlertSources, QueryBackends), where secrets are configured (Settings, the program's opening).
//
// AlertSources and QueryBackends send through it; the program chooses the way of signing in. Facts: the Entra documentation of the v2
// token endpoint, and what Microsoft's own clients read from the environment. Decisions go by status, `error` and `error_codes`, never by
// the words of an answer; the one exception is the Azure CLI, which has a single exit code.
