package gopls

import (
	"maps"
	"reflect"
	"slices"
	"testing"
)

func TestPrivateFlags(t *testing.T) {
	tests := []struct {
		name                 string
		flags, kept, dropped []string
	}{
		{"none", nil, nil, nil},
		{"harmless", []string{"-mode=stdio", "-vv"}, []string{"-mode=stdio", "-vv"}, nil},
		{"with equals", []string{"-remote=auto", "-v"}, []string{"-v"}, []string{"-remote=auto"}},
		{"with separate value", []string{"-remote", "auto", "-v"}, []string{"-v"}, []string{"-remote", "auto"}},
		{"two dashes", []string{"--logfile", "/tmp/x", "--debug=:0"}, nil, []string{"--logfile", "/tmp/x", "--debug=:0"}},
		{"switch takes no value", []string{"-rpc.trace", "-v"}, []string{"-v"}, []string{"-rpc.trace"}},
		{"switch with value", []string{"-rpc.trace=true"}, nil, []string{"-rpc.trace=true"}},
		{"behind serve", []string{"serve", "-listen", ":0", "-listen.timeout=1m"}, []string{"serve"}, []string{"-listen", ":0", "-listen.timeout=1m"}},
		{"all of remote", []string{"-remote.debug=x", "-remote.logfile", "y", "-remote.listen.timeout=1s"}, nil,
			[]string{"-remote.debug=x", "-remote.logfile", "y", "-remote.listen.timeout=1s"}},
		{"value missing", []string{"-v", "-port"}, []string{"-v"}, []string{"-port"}},
		{"unknown stays", []string{"-remotely=1", "-bogus", "value"}, []string{"-remotely=1", "-bogus", "value"}, nil},
		{"what writes files or talks", []string{"-profile.cpu=c", "-otel", "http://x"}, nil, []string{"-profile.cpu=c", "-otel", "http://x"}},
		{"after the terminator", []string{"--", "-remote=auto"}, []string{"--", "-remote=auto"}, nil},
		{"single dash and empty", []string{"-", ""}, []string{"-", ""}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			kept, dropped := PrivateFlags(test.flags)
			if !slices.Equal(kept, test.kept) || !slices.Equal(dropped, test.dropped) {
				t.Errorf("kept %q, dropped %q", kept, dropped)
			}
		})
	}
}

func TestPrivateSettings(t *testing.T) {
	const delay, unimported = "ui.diagnostic.diagnosticsDelay: default → 0s", "ui.completion.completeUnimported: default → false"
	own := func(others map[string]any) map[string]any {
		all := map[string]any{DiagnosticsDelay: "0s", CompleteUnimported: false}
		maps.Copy(all, others)
		return all
	}
	tests := []struct {
		name       string
		settings   map[string]any
		want       map[string]any
		deviations []string
	}{
		{"none", nil, own(nil), []string{unimported, delay}},
		{"others stay", map[string]any{"staticcheck": true, "nonsense": 1}, own(map[string]any{"staticcheck": true, "nonsense": 1}), []string{unimported, delay}},
		{"short and dotted", map[string]any{"diagnosticsDelay": "2s", DiagnosticsDelay: "3s"}, own(nil),
			[]string{"diagnosticsDelay: 2s → 0s", unimported, "ui.diagnostic.diagnosticsDelay: 3s → 0s"}},
		{"as ours", map[string]any{"diagnosticsDelay": "0s", CompleteUnimported: false}, own(nil), nil},
		{"of no legal type", map[string]any{"completeUnimported": []any{true}, "diagnosticsDelay": map[string]any{}}, own(nil),
			[]string{"completeUnimported: [true] → false", "diagnosticsDelay: map[] → 0s"}},
		{"what asks the network", map[string]any{"ui.diagnostic.vulncheck": "Imports"}, own(map[string]any{"ui.diagnostic.vulncheck": "Off"}),
			[]string{unimported, delay, "ui.diagnostic.vulncheck: Imports → Off"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			before := maps.Clone(test.settings)
			got, deviations := PrivateSettings(test.settings)
			if !reflect.DeepEqual(got, test.want) || !slices.Equal(deviations, test.deviations) {
				t.Errorf("settings %v, deviations %q", got, deviations)
			}
			if !reflect.DeepEqual(before, test.settings) {
				t.Errorf("the user's map was changed: %v", test.settings)
			}
		})
	}
}
