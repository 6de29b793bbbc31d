package report

import (
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestTreeEnvironmentInWords(t *testing.T) {
	d := BuildTree(treeReport(), Words{}, PrivacyFull)
	of := map[int]string{}
	for _, p := range d.Processes {
		of[p.PID] = p.Environment.words()
	}
	for pid, want := range map[int]string{
		12: "GOPROXY=https://proxy.example; GOROOT=/opt/go", // neither its PATH nor its HOME says anything
		13: "GO111MODULE empty; GOFLAGS=-mod=mod; PATH +/home/ada/go/bin -/opt/old; GOROOT unset",
		16: "environment: permission denied",
		14: "",
	} {
		if of[pid] != want {
			t.Errorf("%d: %q, want %q", pid, of[pid], want)
		}
	}
	if v := d.Processes[3].Environment.Variables[2]; v.Name != "PATH" || !strings.Contains(v.Value, "/usr/bin") || !strings.Contains(v.Value, "/home/ada/go/bin") {
		t.Errorf("the JSON does not have the list whole: %+v", v)
	}
}

// A list that its parent hands on unchanged is compared with the one further up.
func TestTreeEnvironmentOverTwoLevels(t *testing.T) {
	r := treeReport()
	list := r.Snapshot.Processes.List
	list[6].Environment = &health.ProcessEnvironment{Above: 13, Variables: treeVariables("PATH", health.List(health.Path("/usr/bin")))}
	list[3].Environment.Variables = nil
	d := BuildTree(r, Words{}, PrivacyFull)
	if got := d.Processes[6].Environment.words(); got != "PATH -/opt/old" {
		t.Errorf("%q", got)
	}
}

func TestTreeSaysWhereEnvironmentsAreClosed(t *testing.T) {
	r := treeReport()
	r.Snapshot.Processes.Environments = health.EnvironmentsClosed
	d := BuildTree(r, Words{}, PrivacyFull)
	for name, text := range map[string]string{"text": TreeText(d, TextOptions{}), "markdown": TreeMarkdown(d)} {
		if strings.Count(text, "Windows opens them to debuggers alone") != 1 {
			t.Errorf("%s does not say it once:\n%s", name, text)
		}
	}
}
