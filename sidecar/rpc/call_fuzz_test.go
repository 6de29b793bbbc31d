package rpc

import (
	"context"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/govitals/govitals/sidecar/doctor"
	"github.com/govitals/govitals/sidecar/probe"
)

// FuzzCall: whatever an editor sends as params of a method is answered, by a result that can be written or by an error of
// ours, and never by a failure inside. No probe is in the table, so that nothing of the machine is looked at or run.
func FuzzCall(f *testing.F) {
	f.Setenv("GOVITALS_STATE_DIR", f.TempDir()) // undo must not find a journal of whoever runs this
	names := []string{}
	for name := range table {
		names = append(names, name)
	}
	slices.Sort(names)
	for i := range names {
		f.Add(byte(i), []byte(`{"request":{"folders":["/w"],"tier":"fast","background":true,"editor":{"hostPid":1}},"token":"t","format":"html","privacy":"share","nonce":"0123456789abcdef","check":"go-missing","language":"zh-cn"}`))
		f.Add(byte(i), []byte(`{"id":"x","entry":"1","step":-1,"all":true,"pid":-1,"findings":["go-missing"],"allSafe":true,"request":{"folders":["/w"]}}`))
		f.Add(byte(i), []byte(`[]`))
	}
	f.Fuzz(func(t *testing.T, which byte, params []byte) {
		if len(params) > 64<<10 {
			return
		}
		var log strings.Builder
		s := &Server{Options: doctor.Options{System: probe.Machine{}, Version: "1"}, Err: &log, progress: &sender{queue: make(chan ProgressParams, 1)}}
		defer s.rest.never()
		name, raw := names[int(which)%len(names)], json.RawMessage(params)
		result, err := s.call(context.Background(), &jsonrpc2.Request{Method: name, Params: &raw})
		if strings.Contains(log.String(), "goroutine ") {
			t.Fatalf("%s of %q failed inside: %s", name, params, log.String())
		}
		if err == nil {
			err = json.NewEncoder(io.Discard).Encode(result)
		}
		if err != nil && wireError(context.Background(), err).Message == "" {
			t.Errorf("%s of %q: an error that says nothing", name, params)
		}
	})
}
