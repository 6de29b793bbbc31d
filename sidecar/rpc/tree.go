package rpc

import (
	"context"
	"fmt"

	"github.com/govitals/govitals/sidecar/doctor"
	"github.com/govitals/govitals/sidecar/report"
)

// MethodTree asks for the process tree.
const MethodTree = "tree"

// TreeParams ask for the processes around this window, whose extension host request.editor names, or around another process.
type TreeParams struct {
	Request doctor.Request `json:"request"`
	PID     int            `json:"pid,omitempty"`
	// Format markdown asks for the tree in words as well.
	Format string `json:"format,omitempty"`
}

// TreeResult is the tree and, where a format was asked for, its text.
type TreeResult struct {
	report.TreeDocument
	Text string `json:"text"`
}

func (s *Server) tree(ctx context.Context, p TreeParams) (TreeResult, error) {
	if p.PID < 0 {
		return TreeResult{}, badParams("there is no process with a negative id")
	}
	if p.Format != "" && p.Format != "markdown" {
		return TreeResult{}, badParams(fmt.Sprintf("there is no format %q", p.Format))
	}
	if p.PID != 0 {
		p.Request.Process = p.PID
	}
	r := doctor.Tree(ctx, p.Request, s.Options)
	out := TreeResult{TreeDocument: report.BuildTree(r, s.words(), report.PrivacyFull)}
	if p.Format != "" {
		out.Text = report.TreeMarkdown(out.TreeDocument)
	}
	return out, ctx.Err()
}
