package check

import (
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// rustFixes are the ways to a toolchain. Without rustup only the system's packages help.
func rustFixes(s *health.Snapshot, f health.RustFolder, text string) []health.Fix {
	c := rustToolchainMissing
	if !f.Proxy {
		return []health.Fix{oneFix("system-package", health.RiskManual, c.say("get", nil), manual(c.say("distribution", nil), health.EffectReloadWindow))}
	}
	var out []health.Fix
	switch text {
	case "not-installed", "broken":
		title := c.say("install", nil)
		if text == "broken" {
			title = c.say("reinstall", nil)
		}
		args := []string{"toolchain", "install"}
		if name := toolchainIn(f.Error); name != "" {
			args = append(args, name)
		}
		out = append(out, oneFix("toolchain-install", health.RiskConfirm, title, runRustup(s, f, args...)))
	default:
		out = append(out, oneFix("default-stable", health.RiskConfirm, c.say("default", nil), runRustup(s, f, "default", "stable")))
	}
	if f.Choice.Name == "RUSTUP_TOOLCHAIN" && f.Choice.Kind == health.FromEnvironment {
		out = append(out, clearRustVariable(s, health.Variable{Name: "RUSTUP_TOOLCHAIN", Source: f.Choice})...)
	}
	return out
}

// toolchainIn is the toolchain that rustup's words put in quotes.
func toolchainIn(words health.Text) string {
	_, rest, ok := strings.Cut(string(words), "toolchain '")
	name, _, closed := strings.Cut(rest, "'")
	if !ok || !closed || strings.ContainsAny(name, " \n") || strings.HasPrefix(name, "-") {
		return ""
	}
	return name
}

// runRustup plans a command of rustup, which stands beside its rustc, in the directory that rustc was asked in.
func runRustup(s *health.Snapshot, f health.RustFolder, args ...string) health.Step {
	system := string(s.System.OS)
	argv := []health.Value{health.V(health.Public("rustup"))}
	if f.Rustc != "" {
		argv[0] = health.V(health.Path(health.Join(system, health.Dir(system, string(f.Rustc)), "rustup"+string(s.System.GoSuffix))))
	}
	for _, a := range args {
		argv = append(argv, health.V(health.Public(a)))
	}
	cwd := f.Folder
	if f.Manifest != "" {
		cwd = health.Path(health.Dir(system, string(f.Manifest)))
	}
	return health.Step{Kind: health.StepRun, Argv: argv, Cwd: cwd, Effect: health.EffectReloadWindow,
		Title: message("step-run", health.Args{"command": health.V(health.Public("rustup " + strings.Join(args, " ")))})}
}
