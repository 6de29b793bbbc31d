package rpc_test

import (
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/report"
	"github.com/govitals/govitals/sidecar/rpc"
)

// What leaves the machine is shown before with what was replaced in it, so the numbers must be those of this very text.
func TestARenderingTellsWhatItReplaced(t *testing.T) {
	s := connect(t)
	request := goFolder(t, t.TempDir())
	request["environment"] = map[string]string{"HOME": "/home/zoraida", "USER": "zoraida", "GOPROXY": "https://goproxy.hush.example/mod"}
	if err := s.call("diagnose", map[string]any{"request": request}, nil); err != nil {
		t.Fatal(err)
	}
	for _, format := range []string{"json", "markdown", "html", "sarif"} {
		var shared, full rpc.RenderResult
		if err := s.call("report/render", map[string]string{"format": format}, &shared); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(shared.Text, "zoraida") || strings.Contains(shared.Text, "hush") || shared.Tier != health.TierFast {
			t.Errorf("%s of tier %q: %.300s", format, shared.Tier, shared.Text)
		}
		places := 0
		for _, r := range shared.Replaced {
			places += r.Places
			if r.Names == 0 || r.Names > r.Places || !strings.Contains(shared.Text, r.First) {
				t.Errorf("%s: %+v", format, r)
			}
		}
		if format == "json" && places < 2 {
			t.Errorf("%s: %+v", format, shared.Replaced)
		}
		if err := s.call("report/render", map[string]string{"format": format, "privacy": "full"}, &full); err != nil || full.Replaced == nil || len(full.Replaced) > 0 {
			t.Errorf("%s in full: %v, %+v", format, err, full.Replaced)
		}
		if format == "json" && !strings.Contains(full.Text, "hush") {
			t.Error("the full report hides the proxy as well")
		}
	}
}

// A panel shows the report to the person at the machine; what it can do to the editor is bound to its nonce.
func TestThePageOfThePanel(t *testing.T) {
	s := connect(t)
	if err := s.call("diagnose", map[string]any{"request": goFolder(t, t.TempDir())}, nil); err != nil {
		t.Fatal(err)
	}
	nonce := "Zk3_aB9-QxY7mN2p"
	var page rpc.RenderResult
	if err := s.call("report/render", rpc.RenderParams{Format: "html", Privacy: report.PrivacyFull, Nonce: nonce}, &page); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(page.Text, "<script"); n != 1 || !strings.Contains(page.Text, `<script nonce="`+nonce+`">`) {
		t.Errorf("%d scripts", n)
	}
	if !strings.Contains(page.Text, "default-src &#39;none&#39;") || !strings.Contains(page.Text, "acquireVsCodeApi") {
		t.Errorf("%.600s", page.Text)
	}
	var plain rpc.RenderResult
	if err := s.call("report/render", rpc.RenderParams{Format: "html"}, &plain); err != nil || strings.Contains(plain.Text, "<script") {
		t.Errorf("a page for a browser has a script, %v", err)
	}
}
