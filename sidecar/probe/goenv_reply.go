package probe

import (
	"bytes"
	"encoding/json"
	"strings"
	"time"

	"github.com/govitals/govitals/sidecar/child"
	"github.com/govitals/govitals/sidecar/health"
)

// reply is what came back from a `go env -json`.
type reply struct {
	Failure health.GoFailure
	Exit    int
	Error   health.Text
	Noise   health.Text
	Values  map[string]string
	Took    time.Duration
}

func makeReply(result child.Result, err error) reply {
	r := reply{Exit: result.ExitCode, Took: result.Took}
	if err != nil {
		r.Failure, r.Exit, r.Error = health.GoNoStart, -1, health.Words(err.Error(), stderrKept)
		return r
	}
	r.Error = health.Words(string(result.Stderr), stderrKept)
	values, noise := parseGoEnv(result.Stdout)
	switch {
	case result.TimedOut, result.Cancelled:
		r.Failure = health.GoHangs
		return r
	case result.Unread: // a machine too busy to read what go said proves nothing about go
		r.Failure, r.Error = health.GoNotAsked, "the answer of go could not be read to its end"
		return r
	case result.Flooded, result.StdoutCut:
		r.Failure, r.Noise = health.GoFloods, health.Words(string(result.Stdout), noiseKept)
		return r
	case result.Err() != nil:
		r.Failure = health.GoExit
		if r.Error == "" {
			r.Error = health.Words(result.Err().Error(), stderrKept)
		}
		return r
	case noise != "" || values == nil:
		r.Failure, r.Noise = health.GoNoise, health.Words(noise, noiseKept)
	}
	r.Values = values
	return r
}

const noiseKept = 500

// parseGoEnv reads the answer of `go env -json`. Text before or after the object, as a shim's banner leaves it, is returned
// as noise, beside the values if the object can be read all the same; gopls gives up on such an answer.
func parseGoEnv(stdout []byte) (values map[string]string, noise string) {
	text := bytes.TrimSpace(stdout)
	if json.Unmarshal(text, &values) == nil && values != nil {
		return values, ""
	}
	for at, c := range text {
		if c != '{' || at > noiseSearch {
			continue
		}
		decoder := json.NewDecoder(bytes.NewReader(text[at:]))
		var found map[string]string
		if decoder.Decode(&found) != nil || len(found) == 0 {
			continue
		}
		end := at + int(decoder.InputOffset())
		return found, strings.TrimSpace(string(text[:at]) + " " + string(text[end:]))
	}
	if len(text) == 0 {
		return nil, "(nothing)"
	}
	return nil, string(text)
}

// noiseSearch bounds the search for the object behind a banner.
const noiseSearch = 16 << 10

// answer enters a reply into the facts of a folder; Values are left to the caller.
func (r reply) answer(g health.GoEnv) health.GoEnv {
	g.Failure, g.Exit, g.Error, g.Noise = r.Failure, r.Exit, r.Error, r.Noise
	g.TookMs += r.Took.Milliseconds()
	return g
}
