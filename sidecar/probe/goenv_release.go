package probe

import (
	"context"

	"github.com/govitals/govitals/sidecar/health"
)

// otherRelease asks again where the folder wants another Go release than the one that answered, and lays the other's values
// over. A release that is on this machine is used as the user's own go would use it. One that is not must not be fetched: go
// then says so in its own words, which makes the answer a failure (GoExit); the values stay those of the release that is there.
func otherRelease(ctx context.Context, ex *Examination, q question, values map[string]string, answer health.GoEnv) health.GoEnv {
	goLine, toolchainLine := releaseLines(ex.System, values["GOWORK"], values["GOMOD"])
	wanted := selectRelease(values["GOTOOLCHAIN"], values["GOVERSION"], goLine, toolchainLine)
	if wanted.Want == "" && wanted.Invalid == "" {
		return answer
	}
	path, _ := getenv(q.System, q.Env, "PATH")
	there := wanted.Want != "" && releaseAt(ex.System, wanted, path, values["GOMODCACHE"], values["GOHOSTOS"], values["GOHOSTARCH"]) != ""
	env, deviations := offline(ex, values, q.Env)
	if !there {
		// The words come from an empty module cache, because the attempt leaves a lock file in the one it looks in.
		dir, remove, err := scratch("modcache")
		if err != nil {
			answer.Failure, answer.Error = health.GoNotAsked, health.Words(err.Error(), stderrKept)
			return answer
		}
		defer remove()
		env = setenv(q.System, env, "GOMODCACHE", dir)
		deviations = append(deviations, deviation("GOMODCACHE", values["GOMODCACHE"], "", whyReleaseMissing))
	}
	second := q.run(ctx, ex.System, env)
	answer.Deviations = deviations
	answer = second.answer(answer)
	for name, value := range second.Values {
		if there && !ours[name] {
			values[name] = value
		}
	}
	return answer
}

// ours are the values that the second question changes; what the first answered is the user's.
var ours = map[string]bool{"GOPROXY": true, "GONOPROXY": true, "GOVCS": true, "GOTOOLCHAIN": true}
