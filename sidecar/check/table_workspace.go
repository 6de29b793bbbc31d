package check

// workspace is the part of the table about gopls, the workspace and the pulse. Causes stand before consequences.
var workspace = []*Check{
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
	ServerCannotStart,
	GoplsLoadFailed,
	DefinitionBroken,
}
