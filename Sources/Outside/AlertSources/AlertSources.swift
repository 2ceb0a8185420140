// AlertSources: alerts of Microsoft Graph and Office 365, and what is written back to them.
//
// Lives here: the lists of Graph (`alerts_v2`, incidents with their alerts, the older `alerts`), the Office 365 Management Activity API,
// and triage written back (`AlertTriage`). Each source follows its pages to the end, says how far it is, and says when something is missing.
//
// Every audit record of Office 365 becomes a row of OfficeActivity. In the list of alerts stand those that somebody already judged: alerts of
// the compliance portal, Defender, Cloud Apps and insider risk (all records of one alert joined), threats found in mail, links and files,
// and matches of rules against data loss. What people merely did is for queries and rules to judge, not for the list.
//
// Not here: what the bodies mean (MicrosoftData), tokens (SignIn), keeping alerts (LocalStore), merging several sources into one list
// (HuntPipeline gathers, the store holds).
//
// The program gives them to the gathering and to the workbench's triage. Facts: Microsoft Graph's v1.0 metadata and documentation, the
// Office 365 Management Activity API reference, and what shipped clients do where these are silent.
