package rpc_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

func TestTree(t *testing.T) {
	type tree struct {
		State      string
		Root, Host int
		Self       int
		Processes  []struct {
			PID, Parent  int
			Role, Window string
		}
		Reason, Privacy string
	}
	s := connect(t)
	var d tree
	request := map[string]any{"editor": map[string]any{"name": "test", "version": "1", "hostPid": os.Getpid()}}
	if err := s.call("tree", map[string]any{"request": request}, &d); err != nil {
		t.Fatal(err)
	}
	roles := map[int]string{}
	for _, p := range d.Processes {
		roles[p.PID] = p.Role + " " + p.Window
	}
	if d.State != "ok" || d.Host != os.Getpid() || roles[d.Host] != "extension-host ours" || roles[d.Self] != "sidecar ours" || d.Privacy != "full" {
		t.Errorf("%+v", d)
	}
	var other tree
	if err := s.call("tree", map[string]any{"pid": 999999999}, &other); err != nil || other.State != "failed" || other.Reason == "" {
		t.Errorf("%+v %v", other, err)
	}
	var words struct{ Text string }
	params := map[string]any{"request": request, "format": "markdown"}
	if err := s.call("tree", params, &words); err != nil || !strings.Contains(words.Text, fmt.Sprintf(" %d, this window", os.Getpid())) {
		t.Errorf("%+v %v", words, err)
	}
	if err := s.call("tree", map[string]any{"format": "cuneiform"}, &words); err == nil {
		t.Error("an unknown format is taken")
	}
	if err := s.call("tree", map[string]any{"pid": -1}, &other); err == nil {
		t.Error("a negative id is taken")
	}
}
