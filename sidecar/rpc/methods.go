package rpc

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/govitals/govitals/sidecar/doctor"
	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/lang"
	"github.com/govitals/govitals/sidecar/report"
)

type method func(*Server, context.Context, *json.RawMessage) (any, error)

// table is filled by init, because initialize lists it.
var table map[string]method

func init() {
	table = map[string]method{
		MethodInitialize: handle((*Server).initialize),
		MethodDiagnose:   handle((*Server).diagnose),
		MethodSnapshot:   handle((*Server).snapshot),
		MethodProbe:      handle((*Server).probe),
		MethodIsolate:    handle((*Server).isolate),
		MethodTree:       handle((*Server).tree),
		MethodTargets:    handle((*Server).targets),
		MethodExplain:    handle((*Server).explain),
		MethodRender:     handle((*Server).render),
		MethodFixPlan:    handle((*Server).fixPlan),
		MethodFixApply:   handle((*Server).fixApply),
		MethodFixVerify:  handle((*Server).fixVerify),
		MethodFixJournal: handle((*Server).fixJournal),
		MethodUndo:       handle((*Server).undo),
		MethodShutdown:   handle((*Server).shutdown),
	}
}

// handle decodes the params of a method. Unknown members are ignored, so that a newer client can talk to an older sidecar.
func handle[P, R any](f func(*Server, context.Context, P) (R, error)) method {
	return func(s *Server, ctx context.Context, raw *json.RawMessage) (any, error) {
		var params P
		if raw != nil {
			if t := bytes.TrimSpace(*raw); len(t) == 0 || t[0] != '{' {
				return nil, badParams("params must be one object")
			}
			if err := json.Unmarshal(*raw, &params); err != nil {
				return nil, badParams(err.Error())
			}
		}
		return f(s, ctx, params)
	}
}

func badParams(why string) error {
	return &jsonrpc2.Error{Code: jsonrpc2.CodeInvalidParams, Message: "bad params: " + why}
}

func (s *Server) initialize(_ context.Context, p InitializeParams) (InitializeResult, error) {
	if p.Client != "" {
		s.logf(fmt.Sprintf("version %s, protocol %d, asked by %s", s.Options.Version, Protocol, health.CleanText(p.Client)))
	}
	s.say.Store(lang.For(lang.Match(p.Language)))
	return InitializeResult{Protocol: Protocol, Version: s.Options.Version, Methods: slices.Sorted(maps.Keys(table))}, nil
}

func (s *Server) diagnose(ctx context.Context, p DiagnoseParams) (DiagnoseResult, error) {
	if err := s.validate(p.Request); err != nil {
		return DiagnoseResult{}, err
	}
	r, err := s.examine(ctx, p.Request, p.Token)
	if err != nil {
		return DiagnoseResult{}, err
	}
	s.mu.Lock()
	s.last = &r
	s.mu.Unlock()
	document := report.Build(r, s.words(), report.PrivacyFull)
	document.Snapshot = nil
	return DiagnoseResult{document}, nil
}

// examine runs an examination; identical ones that nobody asked for share one run.
func (s *Server) examine(ctx context.Context, request doctor.Request, token string) (health.Report, error) {
	run := func(ctx context.Context) health.Report {
		o := s.Options
		o.Progress = s.progress.to(token)
		defer s.rest.soon()
		request.Watched = s.watched(request)
		return doctor.Examine(ctx, request, o)
	}
	var r health.Report
	if key, err := json.Marshal(request); err == nil && request.Background {
		r = s.flights.share(ctx, string(key), run)
	} else {
		r = run(ctx)
	}
	return r, ctx.Err()
}

func (s *Server) validate(r doctor.Request) error {
	if len(r.Folders) == 0 {
		return badParams("request.folders is empty")
	}
	for _, f := range r.Folders {
		if !health.IsAbs(s.Options.System.OS(), f) {
			return badParams(fmt.Sprintf("request.folders: %q is not an absolute path", f))
		}
	}
	switch r.Tier {
	case "", health.TierFast, health.TierStandard, health.TierDeep:
		return nil
	}
	return badParams(fmt.Sprintf("request.tier: there is no tier %q", r.Tier))
}

func (s *Server) lastReport() (health.Report, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.last == nil {
		return health.Report{}, &jsonrpc2.Error{Code: CodeNoReport, Message: "nothing was diagnosed yet"}
	}
	return *s.last, nil
}

func (s *Server) snapshot(context.Context, SnapshotParams) (SnapshotResult, error) {
	r, err := s.lastReport()
	return SnapshotResult{r.Snapshot}, err
}

func (s *Server) explain(_ context.Context, p ExplainParams) (ExplainResult, error) {
	found, err := doctor.Find(s.Options.Checks, health.CheckID(p.Check))
	if err != nil {
		return ExplainResult{}, badParams(err.Error())
	}
	docs := make([]report.CheckDoc, 0, len(found))
	for _, c := range found {
		title, body := s.options().Doc(c)
		docs = append(docs, report.NewCheckDoc(c.ID, c.Severity, title, body, c.Needs, c.After, c.Platforms))
	}
	return ExplainResult{docs}, nil
}

// options are those of the doctor, in the language of the editor.
func (s *Server) options() doctor.Options {
	o := s.Options
	o.Say = s.say.Load()
	return o
}

func (s *Server) words() report.Words { return s.wordsIn(s.say.Load()) }

func (s *Server) wordsIn(say *lang.Printer) report.Words {
	o := s.Options
	o.Say = say
	return report.Words{Say: o.Say, Catalogue: o.Catalogue(), Titles: o.Titles()}
}

func (s *Server) render(_ context.Context, p RenderParams) (RenderResult, error) {
	switch p.Privacy {
	case "":
		p.Privacy = report.PrivacyShare
	case report.PrivacyFull, report.PrivacyShare:
	default:
		return RenderResult{}, badParams(fmt.Sprintf("there is no privacy %q", p.Privacy))
	}
	if !slices.Contains(report.Formats, p.Format) {
		_, err := report.Render(report.Document{}, p.Format)
		return RenderResult{}, badParams(err.Error())
	}
	r, err := s.lastReport()
	if err != nil {
		return RenderResult{}, err
	}
	words := s.words()
	if p.Language != "" {
		words = s.wordsIn(lang.For(lang.Match(p.Language)))
	}
	document := report.Build(r, words, p.Privacy)
	text, err := rendered(document, p)
	return RenderResult{Text: text, Tier: r.Tier, Replaced: document.Replaced(text)}, err
}

func rendered(document report.Document, p RenderParams) (string, error) {
	if p.Nonce == "" {
		return report.Render(document, p.Format)
	}
	if p.Format != "html" {
		return "", badParams("a nonce is for the format html")
	}
	text, err := report.HTML(document, report.HTMLOptions{Nonce: p.Nonce})
	if err != nil {
		return "", badParams(err.Error())
	}
	return text, nil
}

// shutdown promises that the next end of input is meant; receive has taken note of it already.
func (s *Server) shutdown(context.Context, struct{}) (any, error) { return nil, nil }
