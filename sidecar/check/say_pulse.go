package check

import "github.com/govitals/govitals/sidecar/health"

// pulseTexts are the shared texts that probes and the ladder refer to: why a rung was skipped, and why a value was changed for
// our own run. Their ids are "say.<name>" like those of shared.
var pulseTexts = map[string]health.Template{
	"rung-untrusted":  {Title: "the folder is not trusted, so no language server is started in it"},
	"rung-no-folder":  {Title: "the folder cannot be entered"},
	"rung-no-gopls":   {Title: "no gopls was found"},
	"rung-no-files":   {Title: "there is no Go file to ask about"},
	"rung-no-go":      {Title: "go does not answer, so every question would time out"},
	"rung-loading":    {Title: "the editor's own gopls is still loading the workspace"},
	"rung-spared":     {Title: "the editor's own gopls has loaded the workspace, so a second one is spared"},
	"rung-memory":     {Title: "less than 1 GiB of memory is free, too little for a second gopls in the background"},
	"rung-not-asked":  {Title: "the editor's own gopls could not be asked: {reason}"},
	"rung-unasked":    {Title: "nothing simpler is tried unless somebody asks for a diagnosis"},
	"rung-not-needed": {Title: "nothing simpler is tried unless a fresh gopls fails in the workspace"},
	"rung-no-time":    {Title: "the time of the examination was up"},
	"rung-no-open":    {Title: "no question was put to the editor's own gopls: {reason}"},
	"rung-no-scratch": {Title: "no private directory could be made: {error}"},
	"rung-no-target":  {Title: "no Go file that is built here declares or uses anything to ask about"},

	"isolation-healthy":    {Title: "nothing is broken"},
	"isolation-unclear":    {Title: "the control ladder does not tell on which side it breaks"},
	"isolation-no-scratch": {Title: "no private directory could be made for the trials: {error}"},
	"isolation-in-project": {Title: "nothing that can be taken away mends it, so the cause is in the project's own files"},
	"isolation-in-nothing": {Title: "the minimal module failed also without any variable, setting or flag"},
	"isolation-flaky":      {Title: "the same trial failed once and worked once"},
	"isolation-stopped":    {Title: "the time or the trials were used up"},
	"isolation-more":       {Title: "without what was found the workspace still does not work"},

	"no-reason":         {Title: "the editor did not say why"},
	"private-directory": {Title: "a private directory"},
	"private-copy":      {Title: "a private copy"},

	"why-untrusted":        {Title: "the folder is not trusted: nothing of it may choose a Go release"},
	"why-no-download":      {Title: "looking must not download anything"},
	"why-read-only":        {Title: "with -mod=mod, go and gopls would edit go.mod and go.sum"},
	"why-no-tidy":          {Title: "gopls runs go mod tidy after each load, which would leave lock files in the module cache; this value makes go mod tidy alone refuse"},
	"why-release-missing":  {Title: "the wanted Go release is not on this machine; looking for it would leave a lock file in the module cache"},
	"why-modules-missing":  {Title: "go would leave lock files or extracted modules in the module cache"},
	"why-work-sum":         {Title: "go would write go.work.sum"},
	"why-private-temp":     {Title: "a server that has to be ended would leave its temporary files behind"},
	"why-private-flags":    {Title: "these flags would join a shared server, take a port, or write over the user's files"},
	"why-minimal":          {Title: "it names files of this project, and another module is looked at"},
	"why-bare-cache":       {Title: "the user's own cache may be what breaks it"},
	"why-private-settings": {Title: "a private server is to end at once, to stay off the network and to run no go command that could lock modules in the cache"},
}
