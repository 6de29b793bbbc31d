package main

import "slices"

// budget is one promise. docs/performance.md has a row for each, written from this table and from what was recorded.
type budget struct {
	id   string
	what string
	how  string  // how it is measured, for people
	most float64 // the largest value that keeps it; below it where strict
	unit string  // of the value; a ratio has none
	// checked budgets are ratios that `bench --check` measures in pairs.
	checked bool
	// front budgets stand in the README too.
	front bool
	// recorded elsewhere than by a plain --record: --idle or --activation.
	flag string
}

// budgets are all promises on speed and size. DESIGN names the ratios against gopls; the others come with the parts they bound.
var budgets = []budget{
	{id: "start", what: "the binary's own start, `govitals version`", how: "against `gopls version`, in pairs of ten runs", most: 0.2, checked: true, front: true},
	{id: "fast", what: "fast tier", how: "against `gopls version`, in pairs of five runs", most: 1.0, checked: true, front: true},
	{id: "standard", what: "standard tier, without the login shell, which has 3 s of its own", how: "against `gopls stats`, in pairs", most: 1.5, checked: true, front: true},
	{id: "rung-1", what: "rung 1 alone, as it runs in a diagnosis", how: "against `gopls stats`, in pairs", most: 1.2, checked: true, front: true},
	{id: "ladder", what: "all rungs, `govitals probe`", how: "against `gopls stats`, in pairs", most: 2.0, checked: true, front: true},
	{id: "processes", what: "look at all processes, with their executables", how: "against a walk with gopsutil, in pairs", most: 0.2, checked: true, front: true},
	{id: "ancestors", what: "look at our own ancestors", how: "against a walk with gopsutil, in pairs", most: 0.02, checked: true},
	{id: "settings", what: "fast tier with 10 000 user settings", how: "against the same without, in pairs", most: mostGrowth, checked: true},
	{id: "path", what: "fast tier with the longest PATH the system takes, up to 5 000 entries", how: "against the same without, in pairs", most: mostGrowth, checked: true},
	{id: "modules", what: "fast tier with 2 000 modules in the workspace", how: "against the same with one, in pairs", most: mostGrowth, checked: true},
	{id: "triage-memory", what: "peak memory of the triage of 100 000 reports", how: "against that of 1 000", most: mostPeak},
	{id: "modules-standard", what: "standard tier with 2 000 modules in the workspace", how: "time; all probes have to end before the timeout", most: standardTimeout.Seconds(), unit: "s", front: true},
	{id: "isolation", what: "trials of the isolation of one culprit among 60 variables", how: "against the bound of delta debugging for one culprit and the proof", most: 1, front: true},
	{id: "macho-commands", what: "Mach-O load commands", how: "against `debug/macho`, medians of five", most: 1},
	{id: "macho-build", what: "Mach-O build information", how: "against `debug/buildinfo`, medians of five", most: 1},
	{id: "idle-processor", what: "processor time of a watching sidecar", how: "share of one core over ten idle minutes", most: 0.05, unit: "%", flag: "--idle", front: true},
	{id: "idle-memory", what: "resident memory of a sidecar", how: "one minute after a full diagnosis", most: 30, unit: "MiB", flag: "--idle", front: true},
	{id: "activation", what: "activation of the extension", how: "in a real VS Code", most: 10, unit: "ms", flag: "--activation", front: true},
	{id: "binary", what: "sidecar's binary, unpacked", how: "size for this platform", most: 10, unit: "MB", front: true},
	{id: "bundle", what: "extension's bundle", how: "size", most: 100, unit: "kB", front: true},
}

// budgetOf panics for an id that is not in the table: a mistake in this program that its tests find.
func budgetOf(id string) budget {
	i := slices.IndexFunc(budgets, func(b budget) bool { return b.id == id })
	if i < 0 {
		panic("no budget " + id)
	}
	return budgets[i]
}
