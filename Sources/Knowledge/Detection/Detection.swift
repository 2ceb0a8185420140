// Detection: what an analyst without a model knows.
//
// Here live Sigma rules: read from YAML (`SigmaRule`), compiled for the columns at hand and run over rows (`RuleScanner`), and our
// own rules as data (`RuleLibrary.own`, in `Rules/*.yml`). A match names the rule, the rows and the cells that prove it; it
// never judges further than its rule does.
//
// A rule's log source decides its tables, its fields become columns (`LogSourceMap`, `FieldMap`). A log source whose `service`
// is the name of a table reads that table's columns as they are called. One extension of ours counts rows of a group:
//   logspotlight: { group_by: [IPAddress], count: 10, distinct: { UserPrincipalName: 5 }, within: 1h, then: success }
// at least `count` matching rows of one group inside the window, with that many different values of a field, and, when
// `then` names a selection, a row of that selection afterwards. `min_count` style pipes of old Sigma are refused with a reason.
//
// Not here: findings (HuntPipeline), choosing rows (KQL), rules of others (they are read from folders the analyst names).
//
// LanguageModels (the offline analyst) and the `rules` command call it.
