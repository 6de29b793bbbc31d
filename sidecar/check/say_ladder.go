package check

import "github.com/govitals/govitals/sidecar/health"

// ladderTexts are the words about the control ladder: questions and what came back, its servers, where one broke, and how the
// pattern of rungs leads to a verdict. Health names them (reasoning.go), because reports and checks both say them.
var ladderTexts = map[string]health.Template{
	"question":       {Title: "{question} of {symbol} ({kind})"},
	"question-whole": {Title: "{question} ({kind})"},
	"empty":          {Title: "an empty answer"},
	"late":           {Title: "no answer in time"},
	"declared":       {Title: "the place where it is declared"},
	"described":      {Title: "a description"},
	"listed":         {Title: "a list that holds the symbol"},
	"nothing":        {Title: "nothing"},
	"load-said":      {Title: "gopls while loading"},

	"go-of-server": {Title: "go that gopls runs"},

	"ladder":        {Title: "control ladder"},
	"ladder-rung":   {Title: "rung {rung}: {server}"},
	"ladder-rung-0": {Title: "your running gopls"},
	"ladder-rung-1": {Title: "a fresh gopls with your settings"},
	"ladder-rung-2": {Title: "the same in a minimal module"},
	"ladder-rung-3": {Title: "a bare gopls in that module"},

	"ladder-works":            {Title: "works"},
	"ladder-broke-spawn":      {Title: "it could not be started"},
	"ladder-broke-initialize": {Title: "it ended, or stayed silent, before the first answer"},
	"ladder-broke-load":       {Title: "it could not load the workspace"},
	"ladder-broke-died":       {Title: "it died while it loaded or answered"},
	"ladder-broke-question":   {Title: "a question was not answered right"},

	"ladder-healthy":            {Title: "A fresh gopls with your settings answers every question in this folder"},
	"ladder-healthy-running":    {Title: "Your running gopls answers in this folder"},
	"ladder-stale-server":       {Title: "Your running gopls fails in this folder; a fresh one with the same settings works there: so it is the running server, and neither your code nor your settings"},
	"ladder-project":            {Title: "A fresh gopls fails in this folder; the same gopls with the same settings works in a minimal module: so it is the project"},
	"ladder-environment":        {Title: "A fresh gopls fails even in a minimal module; without your environment and settings it works there: so it is your environment or your settings"},
	"ladder-toolchain":          {Title: "gopls fails even in a minimal module and without any of your environment and settings: so it is Go or gopls itself"},
	"ladder-unknown":            {Title: "There were not enough answers to name the layer that is broken"},
	"ladder-unknown-loading":    {Title: "gopls was still loading the workspace when time was up, so nothing is proved"},
	"ladder-unknown-running":    {Title: "Your running gopls fails in this folder, and no fresh one could be compared with it"},
	"ladder-unknown-fresh":      {Title: "A fresh gopls fails in this folder, and was not tried in a minimal module, so the layer that is broken is not known"},
	"ladder-unknown-everywhere": {Title: "A fresh gopls fails here and in a minimal module, and was not tried without your settings, so the layer that is broken is not known"},
	"ladder-yet":                {Title: "Your running gopls still answers, and would fail after its next restart"},
}
