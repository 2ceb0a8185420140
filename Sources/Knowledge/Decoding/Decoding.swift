// Decoding: what a text says once its disguise is taken off.
//
// Here live `TextDecoder`, which finds the parts of a text that are written in base64, in PowerShell's `-enc`, in gzip or deflate
// inside base64, percent signs, hex or HTML numbers, and gives each as readable text, layer by layer; and `EpochTime`, which reads a
// number as a moment where its column says that it is one.
//
// The text is an attacker's: every byte may stand in it, a few bytes may unpack to gigabytes, and layers may be nested without end. So
// input, output, layers and pieces have hard limits, and what is cut is said to be cut. A wrong reading costs more than a missed one:
// ordinary words, paths, GUIDs, hashes and numbers give nothing.
//
// Not here: where a decoded text is shown (Workbench), sent (HuntPipeline), searched (LocalStore) or judged (Detection); they call it.
