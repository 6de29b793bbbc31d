package main

// boundaries says of each target whose bytes it stands for. A target without a line here, or the other way round, fails a test.
var boundaries = map[string]string{
	// A folder that somebody opens.
	"sidecar/probe FuzzParseGoMod":      "folder: go.mod",
	"sidecar/probe FuzzCopyOfWork":      "folder: go.work",
	"sidecar/probe FuzzParseModulesTxt": "folder: vendor/modules.txt",
	"sidecar/probe FuzzSourceHead":      "folder: heads of Go files",
	"sidecar/ladder FuzzChoose":         "folder: Go files that are asked about",
	"sidecar/probe FuzzLaunches":        "folder: launch.json",
	"sidecar/probe FuzzParseObject":     "folder: settings.json",
	"sidecar/doctor FuzzWorkspaceFile":  "folder: .code-workspace",
	"sidecar/policy FuzzParse":          "folder: .govitals.yaml",
	"sidecar/health FuzzPaths":          "folder: names and paths of three systems",
	"sidecar/fix FuzzSet":               "folder: settings.json that a fix edits",
	"sidecar/fix FuzzEditModule":        "folder: go.mod and go.work that a fix edits",
	"sidecar/fix FuzzEditText":          "folder: lines that a fix edits, and their diff",

	// The environment and settings of the user.
	"sidecar/probe FuzzParseGOENV":      "user: the GOENV file",
	"sidecar/probe FuzzFlags":           "user: flags of gopls and go",
	"sidecar/check FuzzGoflags":         "user: GOFLAGS",
	"sidecar/check FuzzSettingFault":    "user: values of gopls settings",
	"sidecar/health FuzzCleanText":      "user: texts with secrets",
	"sidecar/health FuzzCleanURLs":      "user: URLs with secrets",
	"sidecar/health FuzzCleanFlags":     "user: flags with secrets",
	"sidecar/probe FuzzManifest":        "user: package.json of golang.go",
	"sidecar/ladder FuzzSearch":         "user: which parts together break something",
	"sidecar/lang FuzzParse":            "translators: catalogues (PO)",
	"sidecar/probe FuzzRelease":         "packagers: VERSION and go.env of a release",
	"sidecar/probe FuzzQuarantine":      "system: the quarantine attribute",
	"sidecar/probe FuzzPlist":           "system: property lists, XML and binary",
	"sidecar/process FuzzParseStat":     "system: /proc/PID/stat",
	"sidecar/process FuzzParseKinfo":    "system: kinfo_proc",
	"sidecar/process FuzzParseTCP":      "system: /proc/net/tcp and /proc/locks",
	"sidecar/process FuzzEmulated":      "processes: command lines of emulators",
	"sidecar/process FuzzParseProcargs": "processes: procargs2, arguments and environment",

	// Files that are executed elsewhere.
	"sidecar/image FuzzImage":       "executables: ELF, Mach-O, PE, build information",
	"sidecar/image FuzzSignature":   "executables: code signatures",
	"sidecar/probe FuzzInspect":     "executables: heads of programs and scripts",
	"sidecar/probe FuzzScriptChain": "executables: scripts that lead to others",

	// Programs that answer.
	"sidecar/probe FuzzParseGoEnv":   "go: `go env -json`",
	"sidecar/probe FuzzParseList":    "go: `go list -json`",
	"sidecar/check FuzzCauses":       "go and gopls: words on standard error",
	"sidecar/child FuzzKeeperEnd":    "programs: output without an end",
	"sidecar/probe FuzzBetweenMarks": "login shell: what it prints around our answer",
	"sidecar/probe FuzzDebugClient":  "debugger: answers over the network",
	"sidecar/probe FuzzParseSchema":  "gopls: `gopls api-json`",
	"sidecar/gopls FuzzGuardedCodec": "gopls: frames",
	"sidecar/gopls FuzzAnswers":      "gopls: answers",
	"sidecar/gopls FuzzNotes":        "gopls: notifications",
	"sidecar/gopls FuzzPositions":    "gopls: positions in a text",
	"sidecar/gopls FuzzFileURI":      "gopls: URIs of files",
	"sidecar/probe FuzzProxies":      "network: GOPROXY, NO_PROXY and what a module server answers",
	"sidecar/logs FuzzRead":          "golang.go and gopls: logs",

	// The editor.
	"sidecar/rpc FuzzReadObject": "editor: frames",
	"sidecar/rpc FuzzCall":       "editor: params of every method",
	"sidecar/probe FuzzRunning":  "editor: what its own gopls answered",

	// What was written before, here or by somebody else.
	"sidecar/fix FuzzJournal":         "state: the journal of fixes",
	"sidecar/history FuzzRead":        "state: the history",
	"sidecar/probe FuzzKept":          "state: kept schema of gopls, kept releases",
	"sidecar/check FuzzExamine":       "reports: the snapshot, judged by every check",
	"test/replay FuzzReplay":          "reports: replayed, shown in every format, compared",
	"sidecar/report FuzzText":         "reports: texts that are redacted",
	"sidecar/triage FuzzSplitAndPick": "reports: many in a stream",
	"sidecar/triage FuzzRow":          "reports: rows of triage",
}
