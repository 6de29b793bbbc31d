package compare

import (
	"github.com/govitals/govitals/sidecar/health"
)

// Texts are the sentences of a comparison, for the catalogue of every language. A and B are the two reports.
var Texts = health.Catalogue{
	"compare.same":          {Title: "Nothing differs between A and B"},
	"compare.mended":        {Title: "Go does not work in A and works in B"},
	"compare.broke":         {Title: "Go works in A and does not work in B"},
	"compare.both-broken":   {Title: "Go works in neither; what is wrong differs"},
	"compare.other-details": {Title: "The verdict is the same; details differ"},
	"compare.other-badge":   {Title: "The verdict of A is {before}, that of B is {after}"},

	"compare.badge":            {Title: "the badge is {before} in A and {after} in B"},
	"compare.finding-new":      {Title: "{title} [{id}]: only in B"},
	"compare.finding-gone":     {Title: "{title} [{id}]: only in A"},
	"compare.finding-unasked":  {Title: "{title} [{id}]: only in {here}, but {there} could not judge it"},
	"compare.finding-severity": {Title: "{title} [{id}]: {before} in A and {after} in B"},
	"compare.finding-title":    {Title: "[{id}] says in A: {before}; in B: {after}"},
	"compare.finding-root":     {Title: "{title} [{id}]: a consequence of {cause} in A and by itself in B"},
	"compare.finding-folded":   {Title: "{title} [{id}]: by itself in A and a consequence of {cause} in B"},

	"compare.changed":     {Title: "{name} is {before} in A and {after} in B"},
	"compare.new":         {Title: "{name} is {after} in B and not set in A"},
	"compare.gone":        {Title: "{name} is {before} in A and not set in B"},
	"compare.seen-new":    {Title: "{name} is {after} in B and was not seen in A"},
	"compare.seen-gone":   {Title: "{name} is {before} in A and was not seen in B"},
	"compare.list":        {Title: "{name} has entries in A alone ({before}) and in B alone ({after})"},
	"compare.list-new":    {Title: "{name} has entries in B alone: {after}"},
	"compare.list-gone":   {Title: "{name} has entries in A alone: {before}"},
	"compare.list-order":  {Title: "{name} has the same entries in another order"},
	"compare.folder-new":  {Title: "the folder {name} is in B alone"},
	"compare.folder-gone": {Title: "the folder {name} is in A alone"},
	"compare.folder":      {Title: "the folder {name} {what} in A and {other} in B"},
	"compare.has-go":      {Title: "holds Go"},
	"compare.has-no-go":   {Title: "holds no Go"},
	"compare.ladder":      {Title: "the control ladder's verdict on {name} is {before} in A and {after} in B"},
	"compare.rung":        {Title: "rung {rung} of the control ladder {before} in A and {after} in B ({name})"},
	"compare.probe-gone":  {Title: "what the probe {name} looks at was seen in A and not in B: {after}"},
	"compare.probe-new":   {Title: "what the probe {name} looks at was seen in B and not in A: {before}"},

	"compare.heading-badge":    {Title: "Badge"},
	"compare.heading-finding":  {Title: "Findings"},
	"compare.heading-ladder":   {Title: "Control ladder"},
	"compare.heading-folder":   {Title: "Folders"},
	"compare.heading-module":   {Title: "Modules"},
	"compare.heading-version":  {Title: "Versions"},
	"compare.heading-system":   {Title: "System"},
	"compare.heading-variable": {Title: "Environment"},
	"compare.heading-goenv":    {Title: "go env -w"},
	"compare.heading-go-env":   {Title: "go env"},
	"compare.heading-setting":  {Title: "Settings"},
	"compare.heading-probe":    {Title: "What could be looked at"},

	"compare.note-tiers":    {Title: "A was examined in tier {before}, B in tier {after}: what only one of them looked at is not compared"},
	"compare.note-tokens":   {Title: "Names in <angle brackets> stand for hidden ones, and each report counts them by itself: they are compared by their kind, so that two different users or private modules count as the same"},
	"compare.note-systems":  {Title: "A and B are different systems; paths are compared below home and workspace folder"},
	"compare.note-snapshot": {Title: "{name} holds no snapshot: its findings are those of the day it was written, and values are not compared"},
}

func say(name string, args health.Args) health.Message {
	return health.Message{ID: health.MessageID("compare." + name), Args: args}
}

// longestShown keeps a sentence readable; before and after hold the whole values.
const longestShown = 160

func short(s string) health.Value {
	if runes := []rune(s); len(runes) > longestShown {
		s = string(runes[:longestShown-1]) + "…"
	}
	if s == "" {
		s = `""`
	}
	return health.V(health.Text(s))
}
