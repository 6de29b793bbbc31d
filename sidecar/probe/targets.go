package probe

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/ladder"
)

// leastQuestions is what a folder may be asked however many there are.
const leastQuestions = 6

// Targets returns what the editor is to ask its own providers: at most 60 questions about symbols in documents that are open,
// the active one first. In an untrusted folder there are none. An error says why nothing could be looked for.
func Targets(ctx context.Context, o Options) ([]EditorQuestion, error) {
	if o.Request.Untrusted || o.Request.Editor == nil || len(o.Request.Editor.OpenFiles) == 0 {
		return nil, nil
	}
	var out []EditorQuestion
	choose := &Probe{
		ID: "targets", Tier: health.TierFast, Deadline: 5 * time.Second,
		Needs: []health.ProbeID{health.ProbeEditor, health.ProbeGoEnv, health.ProbeFolders, health.ProbeSettings, health.ProbeToolEnv},
		Run: func(ctx context.Context, ex *Examination) (Facts, error) {
			chosen := editorQuestions(ctx, ex)
			return func(*health.Snapshot, *Private) { out = chosen }, nil
		},
	}
	o.Probes = withNeeds(All, choose)
	if o.Request.Tier == "" {
		o.Request.Tier = health.TierStandard
	}
	for _, p := range Collect(ctx, o).Probes {
		if p.ID == choose.ID && p.State != health.ProbeOK {
			return nil, fmt.Errorf("choose what to ask: %w", errors.New(string(p.Error)))
		}
	}
	return out, nil
}

// withNeeds returns a probe and all that it needs.
func withNeeds(table []*Probe, want *Probe) []*Probe {
	out := []*Probe{want}
	for i := 0; i < len(out); i++ {
		for _, p := range table {
			if slices.Contains(out[i].Needs, p.ID) && !slices.Contains(out, p) {
				out = append(out, p)
			}
		}
	}
	return out
}

// editorQuestions shares the bound between the folders that have open documents.
func editorQuestions(ctx context.Context, ex *Examination) []EditorQuestion {
	var open []health.Folder
	for _, f := range ex.Snapshot.Folders {
		if f.State == health.FolderOK && len(openIn(ex, f)) > 0 {
			open = append(open, f)
		}
	}
	var out []EditorQuestion
	for _, f := range open {
		list := questionsIn(ctx, ex, f)
		list = list[:min(len(list), max(leastQuestions, maxAnswers/len(open)), maxAnswers-len(out))]
		out = append(out, list...)
	}
	return out
}

func questionsIn(ctx context.Context, ex *Examination, f health.Folder) []EditorQuestion {
	only := openIn(ex, f)
	ground := groundAt(ex, f, only[0])
	ground.Only = only
	var out []EditorQuestion
	for _, asked := range ladder.Choose(ctx, ground).Questions(!ex.Request.Background) {
		out = append(out, EditorQuestion{
			Folder: string(f.Path), Question: asked.Question, Target: asked.Target.Kind, Symbol: asked.Target.Symbol, Name: asked.Target.Name,
			File: asked.Target.File, Line: asked.At.Line, Character: asked.At.Character,
		})
	}
	return out
}

// openIn are the open Go documents of a folder, the active one first. Where a folder lies in another one, the inner folder has
// them.
func openIn(ex *Examination, f health.Folder) []string {
	var out []string
	system := ex.System.OS()
	for _, file := range ex.Request.Editor.OpenFiles {
		if !strings.HasSuffix(file, ".go") || !health.Within(system, file, string(f.Path)) || slices.Contains(out, file) {
			continue
		}
		inner := slices.ContainsFunc(ex.Snapshot.Folders, func(other health.Folder) bool {
			return len(other.Path) > len(f.Path) && health.Within(system, file, string(other.Path))
		})
		switch {
		case inner:
		case file == ex.Request.Editor.ActiveFile:
			out = slices.Insert(out, 0, file)
		default:
			out = append(out, file)
		}
	}
	return out
}
