package doctor

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/govitals/govitals/sidecar/fix"
	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/probe"
)

// Repair is a plan for one finding or several, with what is needed to prove it.
type Repair struct {
	Plan    fix.Plan
	Mends   []health.Finding
	LeftOut []LeftOut
	// Others are the automatic fixes of the one finding that were not taken.
	Others []health.Fix

	before health.Report
}

// LeftOut is a finding that the plan does not mend, and why.
type LeftOut struct {
	Finding health.FindingID
	Fix     health.FixID
	Err     error
}

// Automatic reports that the plan does anything by itself, with or without an editor.
func (r Repair) Automatic(editor bool) bool {
	return slices.ContainsFunc(r.Plan.Steps, func(s fix.Step) bool {
		return s.By == fix.ByMachine || editor && s.By == fix.ByEditor
	})
}

// ErrNothingToDo marks choices of which none has a fix that could be planned.
var ErrNothingToDo = errors.New("nothing can be done automatically")

// PlanFix plans the first fix of each choice that can be planned, all in one plan with one preview. Findings without one are in
// LeftOut. Where nothing but words is left, the plan is those of the first choice. dirty are documents with unsaved changes.
func PlanFix(ctx context.Context, request Request, o Options, before health.Report, choices []Choice, dirty []string) (Repair, error) {
	p := &planner{ctx: ctx, request: request, options: o, dirty: dirty, home: string(before.Snapshot.System.Home), out: Repair{before: before}}
	for _, c := range choices {
		p.add(c)
	}
	if ctx.Err() != nil {
		return Repair{}, ctx.Err()
	}
	if len(p.fixes) == 0 {
		return p.words(choices)
	}
	if len(choices) == 1 {
		p.out.Others = slices.DeleteFunc(slices.Clone(choices[0].Fixes), func(f health.Fix) bool { return !Automatic(f) || f.ID == p.fixes[0].ID })
	}
	return p.out, nil
}

type planner struct {
	ctx     context.Context
	request Request
	options Options
	dirty   []string
	home    string
	fixes   []health.Fix
	ground  probe.FixGround // of the fixes so far
	grounds map[health.Path]probe.FixGround
	out     Repair
}

// add puts the first fix of a choice that fits into the plan.
func (p *planner) add(c Choice) {
	left := LeftOut{Finding: c.Finding.ID(), Err: ErrNothingToDo}
	first := true
	for _, f := range c.Fixes {
		if !Automatic(f) {
			continue
		}
		err := p.try(c.Finding, f)
		if err == nil {
			p.out.Mends = append(p.out.Mends, c.Finding)
			return
		}
		if first { // the best one's reason counts
			left.Fix, left.Err, first = f.ID, err, false
		}
	}
	p.out.LeftOut = append(p.out.LeftOut, left)
}

func (p *planner) try(finding health.Finding, f health.Fix) error {
	ground, err := p.groundOf(folderOf(p.request, p.options, finding, f))
	if err != nil {
		return err
	}
	fixes := append(slices.Clone(p.fixes), f)
	if len(fixes) > 1 && !slices.Equal(ground.Env, p.ground.Env) && runs(fixes) {
		return errors.New("its commands need another environment than those before it: fix it by itself")
	}
	plan, err := fix.Resolve(p.ctx, fix.Disk{}, merged(fixes), p.facts(ground))
	if err != nil {
		return err
	}
	p.fixes, p.ground, p.out.Plan = fixes, ground, plan
	return nil
}

func (p *planner) facts(ground probe.FixGround) fix.Facts {
	system := p.options.System
	facts := fix.Facts{System: system.OS(), Env: ground.Env, Home: p.home, Editor: p.request.Editor != nil, Dirty: p.dirty, Roots: p.request.Folders}
	facts.Look = func(name string) string {
		if name == "go" && ground.Go != "" {
			return ground.Go
		}
		return lookPath(system, ground.Env, name)
	}
	return facts
}

func (p *planner) groundOf(folder health.Path) (probe.FixGround, error) {
	if ground, ok := p.grounds[folder]; ok {
		return ground, nil
	}
	ground, err := probe.GroundOfFixes(p.ctx, probe.Options{System: p.options.System, Request: p.request, Log: p.options.Log}, folder)
	if err != nil {
		return ground, err
	}
	if p.grounds == nil {
		p.grounds = map[health.Path]probe.FixGround{}
	}
	p.grounds[folder] = ground
	return ground, nil
}

// words is the plan of a finding that only a person can mend.
func (p *planner) words(choices []Choice) (Repair, error) {
	if len(p.out.LeftOut) > 0 && !errors.Is(p.out.LeftOut[0].Err, ErrNothingToDo) {
		return p.out, p.out.LeftOut[0].Err
	}
	for _, c := range choices {
		for _, f := range byHand(c.Fixes) {
			plan, err := fix.Resolve(p.ctx, fix.Disk{}, f, p.facts(probe.FixGround{}))
			if err != nil {
				continue
			}
			p.out.Plan, p.out.Mends = plan, []health.Finding{c.Finding}
			p.out.LeftOut = slices.DeleteFunc(p.out.LeftOut, func(l LeftOut) bool { return l.Finding == c.Finding.ID() })
			return p.out, nil
		}
	}
	return p.out, ErrNothingToDo
}

// folderOf is the folder whose environment the commands of a fix get.
func folderOf(request Request, o Options, finding health.Finding, f health.Fix) health.Path {
	if finding.Folder != "" {
		return finding.Folder
	}
	for _, s := range f.Steps {
		for _, folder := range request.Folders {
			if s.Cwd != "" && health.Within(o.System.OS(), string(s.Cwd), folder) {
				return health.Path(folder)
			}
		}
	}
	if len(request.Folders) > 0 {
		return health.Path(request.Folders[0])
	}
	return ""
}

func runs(fixes []health.Fix) bool {
	return slices.ContainsFunc(fixes, func(f health.Fix) bool {
		return slices.ContainsFunc(f.Steps, func(s health.Step) bool {
			return s.Kind == health.StepRun || s.Kind == health.StepInstall || s.Kind == health.StepGoEnv
		})
	})
}

// merged is one fix for all: files are changed before commands read them, and what the editor has to do comes once, at the end.
func merged(fixes []health.Fix) health.Fix {
	if len(fixes) == 1 {
		return fixes[0]
	}
	out := health.Fix{ID: "several", Title: message("fix-several", health.Args{"count": health.V(health.Public(strconv.Itoa(len(fixes))))}), Risk: health.RiskSafe}
	seen := map[health.Data]bool{}
	for _, f := range fixes {
		if f.Risk == health.RiskConfirm {
			out.Risk = f.Risk
		}
		for _, s := range f.Steps {
			if key := health.DataOf(s); !seen[key] {
				seen[key] = true
				out.Steps = append(out.Steps, s)
			}
		}
	}
	turn := map[health.StepKind]int{health.StepInstall: 1, health.StepRun: 1, health.StepEditor: 2, health.StepManual: 3}
	slices.SortStableFunc(out.Steps, func(a, b health.Step) int { return turn[a.Kind] - turn[b.Kind] })
	return out
}

// lookPath finds a program on the PATH of an environment, in absolute directories alone.
func lookPath(system probe.System, env []string, name string) string {
	path := ""
	for _, entry := range env {
		if value, ok := cutName(system.OS(), entry, "PATH"); ok {
			path = value
		}
	}
	if health.Windows(system.OS()) {
		name += ".exe"
	}
	for _, dir := range health.SplitList(system.OS(), path) {
		file := health.Join(system.OS(), dir, name)
		if !health.IsAbs(system.OS(), dir) {
			continue
		}
		if ok, _ := system.Executable(file); ok {
			return filepath.Clean(file)
		}
	}
	return ""
}
