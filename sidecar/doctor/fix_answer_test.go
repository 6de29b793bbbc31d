package doctor

import (
	"errors"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestAnswer(t *testing.T) {
	step := func() health.Step {
		return health.Step{Kind: health.StepRun, Asks: 3, Title: health.Message{ID: "say.step-run", Args: health.Args{"command": health.V(health.Text("go mod init example.com/app"))}},
			Argv: []health.Value{health.V(health.Public("go")), health.V(health.Public("mod")), health.V(health.Public("init")), health.V(health.Module("example.com/app"))}}
	}
	for _, tc := range []struct {
		name, answer, want string
		refused            bool
	}{
		{"the proposal stays", "", "example.com/app", false},
		{"a path of a forge", "example.org/ada/app/v2", "example.org/ada/app/v2", false},
		{"a name of one's own", "hello", "hello", false},
		{"a flag", "-C=/", "", true},
		{"a space", "my app", "", true},
		{"a path out of here", "../app", "", true},
		{"a letter that no path may have", "größe", "", true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			asked := step()
			choices := []Choice{{Fixes: []health.Fix{with("mod-init", health.RiskConfirm, asked)}}}
			got, err := Answer(choices, tc.answer)
			if errors.Is(err, ErrAnswer) != tc.refused {
				t.Fatalf("the answer %q: %v", tc.answer, err)
			}
			if asked.Argv[3].Text != "example.com/app" || asked.Title.Args["command"].Text != "go mod init example.com/app" {
				t.Errorf("the finding itself was changed: %v", asked)
			}
			if tc.refused {
				return
			}
			s := got[0].Fixes[0].Steps[0]
			if s.Argv[3].Text != tc.want || s.Title.Args["command"].Text != "go mod init "+tc.want {
				t.Errorf("the step is %v, shown as %v", s.Argv, s.Title.Args)
			}
		})
	}
	plain := []Choice{{Fixes: []health.Fix{with("other", health.RiskSafe, health.Step{Kind: health.StepRun, Argv: step().Argv})}}}
	if got, err := Answer(plain, "hello"); err != nil || got[0].Fixes[0].Steps[0].Argv[3].Text != "example.com/app" {
		t.Errorf("a step that asks nothing was changed: %v (%v)", got, err)
	}
}
