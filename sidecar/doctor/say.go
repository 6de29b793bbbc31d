package doctor

import (
	"maps"
	"strings"

	"github.com/govitals/govitals/sidecar/check"
	"github.com/govitals/govitals/sidecar/health"
)

// texts are those that no check owns: what works, why checks were left out, and the reasons that probes and the ladder
// give. Their ids are "say.<name>".
var texts = map[string]health.Template{
	"only-others": {Title: "not among the checks that were asked for"},
	"skip-asked":  {Title: "skipped on request"},
	"policy-off":  {Title: "switched off by the team's policy"},

	"rung-not-asked":  {Title: "the editor's own gopls was not asked: {reason}"},
	"rung-untrusted":  {Title: "nothing of an untrusted folder is run"},
	"rung-no-folder":  {Title: "the folder cannot be looked at"},
	"rung-no-gopls":   {Title: "there is no gopls to ask"},
	"rung-no-files":   {Title: "there is no Go file to ask about"},
	"rung-no-target":  {Title: "no Go file of this folder is built on this system, so there is nothing to ask about"},
	"rung-no-go":      {Title: "the go command does not answer, so gopls could not either"},
	"rung-no-scratch": {Title: "no private directory could be made for it: {error}"},
	"rung-loading":    {Title: "the running gopls is still loading"},
	"rung-spared":     {Title: "the running gopls answers, so a second one is spared"},
	"rung-memory":     {Title: "memory is short, so a second gopls is spared"},

	"why-untrusted":        {Title: "nothing of an untrusted folder is run"},
	"why-no-download":      {Title: "diagnosing downloads nothing"},
	"why-no-tidy":          {Title: "diagnosing changes neither go.mod nor go.sum"},
	"why-read-only":        {Title: "diagnosing changes no file of yours"},
	"why-release-missing":  {Title: "the Go release it names is not on this machine, and diagnosing downloads none"},
	"why-modules-missing":  {Title: "modules are missing on this machine, and diagnosing downloads none"},
	"why-work-sum":         {Title: "go would write go.work.sum"},
	"why-private-flags":    {Title: "with them the private gopls would join a running one or write to its files"},
	"why-private-settings": {Title: "otherwise the private gopls would wait a second before it ends"},
	"private-copy":         {Title: "a private copy"},
	"private-directory":    {Title: "a private directory"},

	"since":           {Title: "it is there since {time}"},
	"since-after":     {Title: "it is there since {time}, after {name} went from {from} to {to}"},
	"since-now":       {Title: "it was not there at {before}"},
	"since-now-after": {Title: "it was not there at {before}; since then {name} went from {from} to {to}"},

	"fix-several": {Title: "mend {count} problems"},

	"works-no-go":      {Title: "{folder} holds no Go; only the machine was examined"},
	"works-go":         {Title: "go {version} answers ({go})"},
	"works-modules":    {Title: "all required modules ({count}) are on this machine"},
	"works-load":       {Title: "gopls {version} starts and loads the workspace (packages: {packages})"},
	"works-load-plain": {Title: "gopls starts and loads the workspace (packages: {packages})"},
	"works-running":    {Title: "the running gopls has loaded the workspace (packages: {packages})"},
	"works-both":       {Title: "hover and Go to Definition answer for symbols of these kinds: {kinds}"},
	"works-hover":      {Title: "hover answers for symbols of these kinds: {kinds}"},
	"works-definition": {Title: "Go to Definition answers for symbols of these kinds: {kinds}"},
	"works-debugger":   {Title: "the debugger stops at a breakpoint and reads a variable ({dlv})"},
}

// inFolder ends the ids of the texts that also name the folder: where there is one folder, nobody needs to be told each time.
const inFolder = "-in"

func message(name string, args health.Args) health.Message {
	return health.Message{ID: health.MessageID("say." + name), Args: args}
}

// Catalogue returns all texts that a report of these checks may hold.
func Catalogue(checks []*check.Check) health.Catalogue {
	out := check.Catalogue(checks)
	all := health.Catalogue{}
	for name, t := range texts {
		all[message(name, nil).ID] = t
		if strings.HasPrefix(name, "works-") {
			t.Title = "{folder}: " + t.Title
			all[message(name+inFolder, nil).ID] = t
		}
	}
	maps.Copy(all, out)
	return all
}
