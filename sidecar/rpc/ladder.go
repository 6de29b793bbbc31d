package rpc

import (
	"context"

	"github.com/govitals/govitals/sidecar/doctor"
	"github.com/govitals/govitals/sidecar/report"
)

func (s *Server) probe(ctx context.Context, p ProbeParams) (report.LadderDocument, error) {
	if err := s.validateTrusted(p.Request, "probed"); err != nil {
		return report.LadderDocument{}, err
	}
	o := s.Options
	o.Progress = s.progress.to(p.Token)
	r := doctor.Probe(ctx, p.Request, o)
	return report.BuildLadders(r, s.words(), report.PrivacyFull), ctx.Err()
}

func (s *Server) isolate(ctx context.Context, p IsolateParams) (report.IsolationDocument, error) {
	if err := s.validateTrusted(p.Request, "experimented with"); err != nil {
		return report.IsolationDocument{}, err
	}
	o := s.Options
	o.Progress = s.progress.to(p.Token)
	r := doctor.Isolate(ctx, p.Request, o)
	return report.BuildIsolations(r, s.words(), report.PrivacyFull), ctx.Err()
}

// targets answers with no question where there is none: an untrusted folder, or no open document.
func (s *Server) targets(ctx context.Context, p TargetsParams) (TargetsResult, error) {
	result := TargetsResult{Questions: []doctor.Question{}}
	if err := s.validate(p.Request); err != nil {
		return result, err
	}
	questions, err := doctor.Targets(ctx, p.Request, s.Options)
	if ctx.Err() != nil {
		return result, ctx.Err()
	}
	result.Questions = append(result.Questions, questions...)
	return result, err
}

// validateTrusted refuses folders in which no gopls may be started.
func (s *Server) validateTrusted(r doctor.Request, what string) error {
	if err := s.validate(r); err != nil {
		return err
	}
	if r.Untrusted {
		return badParams("an untrusted folder is not " + what)
	}
	return nil
}
