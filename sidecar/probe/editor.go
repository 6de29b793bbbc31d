package probe

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

// Caps on what an editor tells about itself.
const (
	maxExtensions = 100
	maxCommands   = 300
	maxViews      = 200
	maxGoVersion  = 100
)

// editorProbe fills Editor from what the editor told. On the command line Present stays false.
var editorProbe = &Probe{
	ID:       health.ProbeEditor,
	Tier:     health.TierFast,
	Deadline: 2 * time.Second,
	Run: func(_ context.Context, ex *Examination) (Facts, error) {
		seen := lookAtEditor(ex.System.OS(), ex.Request)
		return func(s *health.Snapshot, _ *Private) { s.Editor = seen }, nil
	},
}

func lookAtEditor(system string, r Request) health.Editor {
	out := health.Editor{Trusted: !r.Untrusted}
	told := r.Editor
	if told == nil {
		return out
	}
	out.Present, out.HostPID = true, told.HostPID
	out.Name, out.Version = cleaned[health.Public](told.Name), cleaned[health.Public](told.Version)
	out.Remote = cleaned[health.Host](told.Remote)
	out.ActiveFile, out.LogDir = health.Path(told.ActiveFile), health.Path(told.LogDir)
	for _, e := range told.Extensions[:min(len(told.Extensions), maxExtensions)] {
		out.Extensions = append(out.Extensions, health.Extension{
			ID: cleaned[health.Public](e.ID), Version: cleaned[health.Public](e.Version), Active: e.Active, Exports: e.Exports})
	}
	out.Commands = goCommands(told.Commands)
	if told.Running != nil {
		out.Running = running(system, *told.Running)
	}
	return out
}

func cleaned[T ~string](text string) T { return T(health.CleanText(text)) }

// goCommands keeps the commands of golang.go and of its language client, which are registered only while they live.
func goCommands(all []string) []health.Public {
	var out []health.Public
	for _, c := range all {
		if strings.HasPrefix(c, "go.") || strings.HasPrefix(c, "gopls.") {
			out = append(out, cleaned[health.Public](c))
		}
	}
	slices.Sort(out)
	out = slices.Compact(out)
	return out[:min(len(out), maxCommands)]
}

// running reads the raw answers of gopls.views and gopls.workspace_stats.
func running(system string, raw EditorRunning) *health.Running {
	out := &health.Running{Asked: raw.Asked, Reason: cleaned[health.Text](raw.Reason), TimedOut: raw.TimedOut,
		Error: cleaned[health.Text](raw.Error), TookMs: raw.TookMs, Unasked: cleaned[health.Text](raw.Unasked)}
	if !raw.Asked || raw.TimedOut {
		return out
	}
	var problems []string
	var err error
	if out.Views, out.ViewsNil, err = parseViews(system, raw.Views); err != nil {
		problems = append(problems, err.Error())
	}
	if out.Packages, out.GoVersion, err = parseStats(raw.Stats); err != nil {
		problems = append(problems, err.Error())
	}
	if out.Error == "" && len(problems) > 0 {
		out.Error = cleaned[health.Text](strings.Join(problems, "; "))
	}
	return out
}

// parseViews reads the answer of gopls.views: [{"Type": "GoMod", "Root": "file:///…", "Folder": "file:///…"}], or null
// if no view could be made. No answer at all is no views and not null.
func parseViews(system string, raw json.RawMessage) (views []health.View, isNull bool, err error) {
	if len(raw) == 0 {
		return nil, false, nil
	}
	var answer []struct{ Type, Root, Folder string }
	if err := json.Unmarshal(raw, &answer); err != nil {
		return nil, false, fmt.Errorf("answer of gopls.views: %w", err)
	}
	for _, v := range answer[:min(len(answer), maxViews)] {
		views = append(views, health.View{Type: cleaned[health.Public](v.Type),
			Root: health.Path(uriPath(system, v.Root)), Folder: health.Path(uriPath(system, v.Folder))})
	}
	return views, answer == nil, nil
}

// parseStats reads the number of workspace packages of all views out of the answer of gopls.workspace_stats, and the release of
// the go command, such as go1.26.8. Views with different releases are told apart by nothing there, so that it is unknown then.
func parseStats(raw json.RawMessage) (packages int, goVersion health.Public, err error) {
	if len(raw) == 0 {
		return 0, "", nil
	}
	var answer struct {
		Views []struct {
			GoCommandVersion  string
			WorkspacePackages struct{ Packages int }
		}
	}
	if err := json.Unmarshal(raw, &answer); err != nil {
		return 0, "", fmt.Errorf("answer of gopls.workspace_stats: %w", err)
	}
	differ := false
	for i, v := range answer.Views {
		packages += max(0, v.WorkspacePackages.Packages)
		version := health.Public(health.Words(strings.TrimPrefix(v.GoCommandVersion, "go version "), maxGoVersion))
		if i == 0 {
			goVersion = version
		}
		if version != goVersion {
			differ = true
		}
	}
	if differ {
		goVersion = ""
	}
	return packages, goVersion, nil
}

// uriPath is the path of a file URI on the named system; what is no file URI comes back as it is, cleaned.
func uriPath(system, uri string) string {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "file" {
		return health.CleanText(uri)
	}
	p := u.Path
	if !health.Windows(system) {
		return p
	}
	if u.Host != "" {
		return health.Clean(system, "//"+u.Host+p)
	}
	return health.Clean(system, strings.TrimPrefix(p, "/"))
}
