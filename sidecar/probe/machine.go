package probe

import (
	"context"
	"strings"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

// machineProbe fills System.
var machineProbe = &Probe{
	ID:       health.ProbeMachine,
	Needs:    []health.ProbeID{health.ProbeEnvironment},
	Tier:     health.TierFast,
	Deadline: 2 * time.Second,
	Run: func(_ context.Context, ex *Examination) (Facts, error) {
		seen := lookAtMachine(ex)
		return func(s *health.Snapshot, _ *Private) { s.System = seen }, nil
	},
}

func lookAtMachine(ex *Examination) health.System {
	system, env, id := ex.System.OS(), ex.Private.Environ, ex.System.Identity()
	out := health.System{
		OS: health.Public(system), Arch: health.Public(ex.System.Arch()), Release: health.Public(id.Release),
		User: health.User(id.User), UID: id.UID, Host: health.Host(id.Host),
		Home:   health.Path(homeDir(system, env, id.Home)),
		Temp:   health.Path(tempDir(system, env)),
		Config: health.Path(userConfigDir(system, env)),
		Cache:  health.Path(userCacheDir(system, env)),
	}
	if health.Windows(system) {
		out.GoSuffix = ".exe"
	}
	return out
}

// homeDir is os.UserHomeDir for an environment, and the account's own directory where that has none, as the editor does.
func homeDir(system string, env []string, account string) string {
	name := "HOME"
	if health.Windows(system) {
		name = "USERPROFILE"
	}
	if home, _ := getenv(system, env, name); home != "" {
		return home
	}
	return account
}

// userConfigDir is os.UserConfigDir for an environment; empty where that fails.
func userConfigDir(system string, env []string) string {
	return userDir(system, env, "AppData", "Library/Application Support", "XDG_CONFIG_HOME", ".config")
}

// userCacheDir is os.UserCacheDir for an environment; empty where that fails.
func userCacheDir(system string, env []string) string {
	return userDir(system, env, "LocalAppData", "Library/Caches", "XDG_CACHE_HOME", ".cache")
}

func userDir(system string, env []string, windowsVariable, darwinDir, xdgVariable, xdgDir string) string {
	if health.Windows(system) {
		dir, _ := getenv(system, env, windowsVariable)
		return dir
	}
	home, _ := getenv(system, env, "HOME")
	if system != "darwin" {
		if dir, _ := getenv(system, env, xdgVariable); dir != "" {
			if !health.IsAbs(system, dir) {
				return "" // package os refuses it
			}
			return dir
		}
		darwinDir = xdgDir
	}
	if home == "" {
		return ""
	}
	return home + "/" + darwinDir
}

// tempDir is os.TempDir for an environment.
func tempDir(system string, env []string) string {
	if !health.Windows(system) {
		if dir, _ := getenv(system, env, "TMPDIR"); dir != "" {
			return dir
		}
		return "/tmp"
	}
	for _, name := range []string{"TMP", "TEMP", "USERPROFILE", "SystemRoot"} {
		if dir, _ := getenv(system, env, name); dir != "" {
			if len(dir) > 3 {
				dir = strings.TrimSuffix(dir, `\`)
			}
			return dir
		}
	}
	return `C:\Windows`
}
