package probe

// base are the probes of the machine, the editor, its environment and settings, and of the search for tools.
var base = []*Probe{
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
}
