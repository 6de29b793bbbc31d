package rpc_test

import (
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/rpc"
)

// The editor's display language is that of all texts; a tracker gets English whatever the editor speaks.
func TestLanguageOfTheEditor(t *testing.T) {
	for language, want := range map[string]string{"zh-cn": "编辑器查找之处没有 go 命令", "en": "no go command where the editor looks", "zh-tw": "no go command where the editor looks", "": "no go command"} {
		t.Run(language, func(t *testing.T) {
			s := connect(t)
			if err := s.call(rpc.MethodInitialize, map[string]any{"protocol": rpc.Protocol, "client": "test", "language": language}, nil); err != nil {
				t.Fatal(err)
			}
			var docs rpc.ExplainResult
			if err := s.call(rpc.MethodExplain, map[string]any{"check": "go-missing"}, &docs); err != nil || !strings.Contains(docs.Checks[0].Title, want) {
				t.Errorf("%v: %+v", err, docs)
			}
		})
	}
	s := connect(t)
	folder := t.TempDir()
	for _, step := range []struct {
		method string
		params map[string]any
	}{
		{rpc.MethodInitialize, map[string]any{"protocol": rpc.Protocol, "language": "zh-cn"}},
		{rpc.MethodDiagnose, map[string]any{"request": map[string]any{"folders": []string{folder}, "tier": "fast"}}},
	} {
		if err := s.call(step.method, step.params, nil); err != nil {
			t.Fatal(err)
		}
	}
	for language, want := range map[string]string{"": "可用的部分", "en": "What works", "zh-cn": "可用的部分"} {
		var page rpc.RenderResult
		if err := s.call(rpc.MethodRender, map[string]any{"format": "markdown", "language": language}, &page); err != nil || !strings.Contains(page.Text, want) {
			t.Errorf("%q: %v: %s", language, err, page.Text)
		}
	}
}
