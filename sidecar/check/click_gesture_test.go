package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestClickGesture(t *testing.T) {
	const modifier, alternative = "editor.multiCursorModifier", "editor.gotoLocation.alternativeDefinitionCommand"
	runCases(t, ClickGesture, []testCase{
		{name: "default"},
		{name: "alt", change: editorSetting(health.ScopeUser, modifier, `"alt"`)},
		{name: "ctrl", change: editorSetting(health.ScopeUser, modifier, `"ctrlCmd"`), want: []health.FindingID{"click-gesture:editor.multiCursorModifier"}},
		{name: "ctrl-darwin", system: "darwin", change: editorSetting(health.ScopeUser, modifier, `"ctrlCmd"`), want: []health.FindingID{"click-gesture:editor.multiCursorModifier"}},
		{name: "overruled", change: do(editorSetting(health.ScopeUser, modifier, `"ctrlCmd"`), editorSetting(health.ScopeWorkspace, modifier, `"alt"`))},
		{name: "alternative-nothing", change: editorSetting(health.ScopeUser, alternative, `""`), want: []health.FindingID{"click-gesture:editor.gotoLocation.alternativeDefinitionCommand"}},
		{name: "alternative-other", change: editorSetting(health.ScopeUser, alternative, `"editor.action.peekDefinition"`)},
		{name: "list-of-places", change: editorSetting(health.ScopeUser, "editor.gotoLocation.multipleDefinitions", `"peek"`)},
	})
}
