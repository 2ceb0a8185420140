// AttackCatalogue: what MITRE ATT&CK says, and what became of what it used to say.
//
// Here live the Enterprise techniques and tactics with their ids, names, platforms and revocations (`AttackMatrix`), and the
// answer to the question every finding raises: is the technique it claims real, and what is it called today
// (`resolve`)? Models, rules and Microsoft's own labels are trained on older versions; v19 renamed techniques and
// split Defense Evasion into Stealth and Defense Impairment, so a claim is followed to today's name, never dropped in silence.
//
// The tables in `Data/` are facts of ATT&CK, carried with MITRE's permission line (`AttackMatrix.notice`).
//
// Not here: what a technique looks like in logs (Detection), colours of tactics (Workbench), findings (Casefile).
//
// HuntPipeline, Detection, Journal, MicrosoftData and Workbench call it.
