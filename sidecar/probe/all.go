package probe

// All is the table of probes. What each needs says when it runs; the order here is that of a report.
var All = []*Probe{
	// The machine, the editor, its environment and settings, and the search for tools.
	environmentProbe,
	machineProbe,
	editorProbe,
	settingsProbe,
	goenvFileProbe,
	toolEnvProbe,
	foldersProbe,
	goLookupProbe,
	toolLookupProbe,
	binariesProbe,

	// What go and gopls answer; modules and caches.
	goEnvProbe,
	goTreesProbe,
	moduleCacheProbe,
	directoriesProbe,
	goplsProbe,
	pulseProbe,
	goListProbe,
	isolationProbe,
}
