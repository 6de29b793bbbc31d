package check

import "github.com/govitals/govitals/sidecar/health"

// shared are the texts that no single check owns: reasons of the runner, labels of evidence, expected values, steps of
// fixes. Their ids are "say.<name>".
var shared = map[string]health.Template{
	"check-failed":  {Title: "this check failed inside: {error}"},
	"other-system":  {Title: "does not concern {system}"},
	"nothing-here":  {Title: "nothing here that this check speaks of"},
	"probe-skipped": {Title: "not looked at ({probe}): {reason}"},
	"probe-failed":  {Title: "could not look ({probe}): {error}"},

	"variable":       {Title: "environment variable {name}"},
	"setting":        {Title: "setting {key}"},
	"go-answer":      {Title: "go env {name}"},
	"goenv-entry":    {Title: "{name} in the file that go env -w writes"},
	"lookup":         {Title: "search for {tool}"},
	"version-of":     {Title: "version of {tool}"},
	"built-with":     {Title: "Go that built {tool}"},
	"file":           {Title: "{file}"},
	"line":           {Title: "{file}, line {line}"},
	"answer":         {Title: "answer to {command}"},
	"no-processes":   {Title: "the processes of the editor could not be looked at: {reason}"},
	"go-silent":      {Title: "go env gave no usable answer in {folder} ({failure})"},
	"no-lookup":      {Title: "the search for go was not made"},
	"no-directories": {Title: "the directories of go were not looked at"},
	"not-run":        {Title: "{program} was not run, so nobody knows whether it can"},
	"held-by":        {Title: "{name} in the setting {key}"},
	"directory":      {Title: "directory {role}"},
	"launch":         {Title: "debug configuration {name}"},

	"list-unfinished": {Title: "go did not list all packages of {folder}"},

	"unset":         {Title: "not set"},
	"unknown":       {Title: "unknown"},
	"absent":        {Title: "not there"},
	"present":       {Title: "there"},
	"go-release":    {Title: "a complete Go release: src, pkg/include, pkg/tool and VERSION"},
	"no-answer":     {Title: "no answer"},
	"pure-json":     {Title: "pure JSON"},
	"writable":      {Title: "a directory that this user can write to"},
	"not-writable":  {Title: "cannot be written"},
	"an-executable": {Title: "an executable file"},

	"fix-clear":       {Title: "Remove {name} where it was set"},
	"fix-both":        {Title: "Remove {first} and {second} where they were set"},
	"fix-gopath":      {Title: "Give the Go tools of the editor the usual GOPATH"},
	"fix-hide":        {Title: "Hide {name} from the Go tools of the editor"},
	"by-hand-unix":    {Title: "remove {name} from the file of your shell or desktop session that exports it (~/.profile, ~/.bashrc, ~/.zshenv, /etc/environment, ~/.config/environment.d), log in again and start the editor anew"},
	"by-hand-darwin":  {Title: "remove {name} from the file that exports it (~/.zshenv, ~/.zprofile, ~/.zshrc, ~/.bash_profile) or from the launch agent that sets it (launchctl getenv {name} shows its value), then quit the editor and start it anew"},
	"by-hand-setting": {Title: "delete {name} from the setting {key} ({scope}); its other values are hidden from Go Vitals and have to stay"},
	"by-hand-windows": {Title: "delete {name} under Environment Variables in the System Properties, for the user and for the system, then close all windows of the editor and start it anew"},

	"still-loading":   {Title: "gopls was still loading the workspace when time was up"},
	"busy":            {Title: "the machine is too busy to tell: some {waiting} programs wait for each processor, and gopls missed only deadlines"},
	"no-pulse":        {Title: "no language server was asked about this folder"},
	"unreadable-file": {Title: "{file} could not be read"},
	"words":           {Title: "words of {speaker} that point to {check}"},
	"words-at":        {Title: "words of {speaker} about {place}"},
	"no-complaint":    {Title: "no complaint"},
	"fix-ask-go":      {Title: "Let go say what is wrong"},
	"ask-go":          {Title: "run go vet ./... in {folder} and mend what it says first, then restart the language server"},
	"fix-reinstall":   {Title: "Install gopls anew"},
	"fix-restart":     {Title: "Restart the language server"},
	"step-edit-line":  {Title: "change line {line} of {file} to: {text}"},

	"step-unset-setting": {Title: "remove the setting {key} ({scope})"},
	"step-set-setting":   {Title: "set {key} to {value} ({scope})"},
	"step-goenv-unset":   {Title: "go env -u {name}"},
	"step-goenv-set":     {Title: "go env -w {name}={value}"},
	"step-restart":       {Title: "restart the Go language server"},
	"step-reload":        {Title: "reload the window"},
	"step-run":           {Title: "run {command}"},
}

func message(name string, args health.Args) health.Message {
	return health.Message{ID: health.MessageID("say." + name), Args: args}
}

// saying is a value that is one of the shared texts.
func saying(name string) health.Value { return health.Say(health.MessageID("say." + name)) }

// Catalogue returns the texts of all checks of a table and the shared ones.
func Catalogue(checks []*Check) health.Catalogue {
	out := health.Catalogue{}
	for _, texts := range []map[string]health.Template{shared, pulseTexts, ladderTexts, lifeTexts, adviceTexts()} {
		for name, t := range texts {
			out[health.MessageID("say."+name)] = t
		}
	}
	for _, c := range checks {
		for name, t := range c.Messages {
			out[c.Message(name, nil).ID] = t
		}
	}
	return out
}

// texts makes the messages of one check from its id: Run cannot name its own Check variable, because Go refuses such an
// initialization cycle.
type texts health.CheckID

func (t texts) say(name string, args health.Args) health.Message {
	return health.Message{ID: health.MessageID(string(t) + "." + name), Args: args}
}

// value is a value that is one of the check's texts.
func (t texts) value(name string) health.Value { return health.Say(t.say(name, nil).ID) }
