package health

// The probes, by the part of the snapshot they fill. Checks name them in Needs; package probe has one file for each.
const (
	ProbeMachine     ProbeID = "machine"      // System
	ProbeEditor      ProbeID = "editor"       // Editor
	ProbeEnvironment ProbeID = "environment"  // Process
	ProbeGOENV       ProbeID = "goenv-file"   // GOENV
	ProbeSettings    ProbeID = "settings"     // SettingsFiles, Settings
	ProbeFolders     ProbeID = "folders"      // Folders
	ProbeToolEnv     ProbeID = "tool-env"     // ToolEnvs
	ProbeGoLookup    ProbeID = "go-lookup"    // Lookups of go
	ProbeGoEnv       ProbeID = "go-env"       // GoEnvs
	ProbeToolLookup  ProbeID = "tool-lookup"  // Lookups of gopls and dlv
	ProbeBinaries    ProbeID = "binaries"     // Binaries
	ProbeGoTrees     ProbeID = "go-trees"     // GoTrees
	ProbeModuleCache ProbeID = "module-cache" // Missing
	ProbeDirectories ProbeID = "directories"  // Directories
	ProbeGopls       ProbeID = "gopls"        // Gopls
	ProbePulse       ProbeID = "pulse"        // Ladders
	ProbeLoad        ProbeID = "load"         // System.Load
	ProbeGoList      ProbeID = "go-list"      // Lists
	ProbeIsolation   ProbeID = "isolation"    // Isolations
)
