package ladder

import (
	"context"
	"fmt"
	"os"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

// A gopls that dies only if two variables are both set: exactly these are named, among sixty that mean nothing.
func TestSearchWithAServer(t *testing.T) {
	if os.PathSeparator != '/' {
		t.Skip("skipped: the stand-in is a shell script")
	}
	o := options(t, unpack(t, healthyModule))
	o.Gopls = script(t, fmt.Sprintf(`if [ -n "$FOO_RANDOM" ] && [ -n "$BAR_RANDOM" ]; then echo "two is a crowd" >&2; exit 3; fi
exec '%s' "$@"`, o.Gopls))
	o.Aim = &Aim{Stage: health.StageInitialize}
	var variables []string
	for i := range 58 {
		variables = append(variables, fmt.Sprintf("JUNK_%d=%d", i, i))
	}
	variables = slices.Insert(variables, 17, "FOO_RANDOM=1")
	variables = slices.Insert(variables, 44, "BAR_RANDOM=1")
	base := o.Env
	v := Search{Parts: len(variables), Trial: func(ctx context.Context, kept []int) health.TrialOutcome {
		ctx, cancel := context.WithTimeout(ctx, time.Minute)
		defer cancel()
		trial := o
		trial.Env = slices.Clone(base)
		for _, part := range kept {
			trial.Env = append(trial.Env, variables[part])
		}
		switch r := Run(ctx, 2, trial); {
		case r.Unended != 0:
			t.Errorf("%d processes could not be ended", r.Unended)
			return health.TrialUnclear
		case r.FailedStage == health.StageInitialize && r.Exit == 3:
			return health.TrialFails
		case r.FailedStage == "":
			return health.TrialHolds
		}
		return health.TrialUnclear
	}}.Run(t.Context())
	var names [][]string
	for _, g := range v.Groups {
		var group []string
		for _, part := range g {
			group = append(group, variables[part])
		}
		names = append(names, group)
	}
	if v.State != health.IsolationFound || !v.Confirmed || !reflect.DeepEqual(names, [][]string{{"FOO_RANDOM=1", "BAR_RANDOM=1"}}) {
		t.Errorf("%s, confirmed %t: %v after %d of %d trials: %+v", v.State, v.Confirmed, names, v.Trials, v.Most, v.Log)
	}
	t.Logf("%d trials of at most %d", v.Trials, v.Most)
}
