package probe

// All is the table of probes. What each needs says when it runs; the order here is that of a report.
var All = []*Probe{
	// The machine, the editor, its environment and settings, and the search for tools.
	environmentProbe,
	machineProbe,
	editorProbe,
	settingsProbe,
	policyProbe,
	goenvFileProbe,
	toolEnvProbe,
	foldersProbe,
	goLookupProbe,
	toolLookupProbe,
	binariesProbe,
	goExtensionProbe,
	launchesProbe,
	settingPathsProbe,
	otherToolsProbe,

	// What go and gopls answer; modules and caches.
	goEnvProbe,
	goTreesProbe,
	overlayProbe,
	moduleCacheProbe,
	directoriesProbe,
	goplsProbe,
	pulseProbe,
	loadProbe,
	goListProbe,
	isolationProbe,
	sourcesProbe,
	openFilesProbe,
	fileSystemsProbe,
	watchLimitsProbe,
	compilersProbe,
	moduleFilesProbe,
	vendorFilesProbe,
	proxiesProbe,
	debuggerProbe,

	// The environment beside the editor's, limits of the system, Rust beside Go.
	loginShellProbe,
	processesProbe,
	imagesProbe,
	runningGoplsProbe,
	descriptorsProbe,
	execPlacesProbe,
	rustProbe,

	// What happened before: to this window's servers, and in earlier diagnoses.
	logsProbe,
	lifeProbe,
	historyProbe,
}
