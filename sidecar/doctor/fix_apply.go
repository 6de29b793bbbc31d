package doctor

import (
	"context"
	"path/filepath"
	"strings"

	"github.com/govitals/govitals/sidecar/fix"
	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/probe"
)

// Engine is what applies fixes and takes them back, with the journal of the state directory. editor is nil where there is none.
func (o Options) Engine(editor fix.Editor) (*fix.Engine, error) {
	dir := probe.StateDir()
	if dir == "" {
		return nil, &fix.Error{Code: fix.Unwritable, Text: "there is no directory for the journal of fixes: set GOVITALS_STATE_DIR"}
	}
	return fix.New(fix.Options{Files: fix.Disk{}, Dir: filepath.Join(dir, "fixes"), System: o.System.OS(), Now: o.Clock, Editor: editor}), nil
}

// Apply makes the steps of a repair and writes down what it mends. The outcome is valid also beside an error.
func (r Repair) Apply(ctx context.Context, engine *fix.Engine, tell func(fix.Progress)) (fix.Outcome, error) {
	var ids []string
	for _, f := range r.Mends {
		ids = append(ids, string(f.ID()))
	}
	return engine.Apply(ctx, r.Plan, strings.Join(ids, entrySeparator), tell)
}

// Effects are what has to happen for a plan to take effect, each once, the gravest alone where one includes the others.
func Effects(effects []health.Effect) []health.Effect {
	if gravest := health.Gravest(effects); gravest != health.EffectNone {
		return []health.Effect{gravest}
	}
	return nil
}

func cutName(system, entry, name string) (string, bool) {
	key, value, ok := strings.Cut(entry, "=")
	return value, ok && (key == name || health.Windows(system) && strings.EqualFold(key, name))
}
