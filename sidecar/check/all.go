package check

// All is the table of checks, causes before consequences: the order of a report.
var All = []*Check{
	// Go itself, its environment and its caches.
	GoMissing,
	GoUnrunnable,
	GoHangs,
	GoNoisy,
	GorootInvalid,
	GorootMismatch,
	GorootPinned,
	GoflagsInvalid,
	Go111moduleOff,
	CrossTarget,
	GoVersionRequired,
	CacheUnusable,
	TmpdirUnusable,

	// gopls, the workspace and the pulse.
	SettingsUnreadable,
	LanguageServerDisabled,
	GoplsMissing,
	GoplsFlagsInvalid,
	GoplsSettingUnknown,
	GoplsSettingDeprecated,
	GoplsSettingInvalid,
	GoplsBuiltOld,
	GoModInvalid,
	GoWorkDangling,
	GoWorkVersion,
	GoWorkOmits,
	ModuleMissing,
	VendorInconsistent,
	ReplaceDangling,
	GosumIncomplete,
	DependencyMissing,
	ModulesNotDownloaded,
	GoplsStale,
	Culprit,
	ServerCannotStart,
	GoplsLoadFailed,
	DefinitionBroken,
}
