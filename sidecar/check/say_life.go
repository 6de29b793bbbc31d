package check

import "github.com/govitals/govitals/sidecar/health"

// lifeTexts are the words about what happened to a server; health names them (LifeEvent.Message), because the report's timeline
// and the checks say them.
var lifeTexts = map[string]health.Template{
	"life-started":             {Title: "gopls was started"},
	"life-started-pid":         {Title: "gopls was started (process {pid})"},
	"life-started-version":     {Title: "gopls {version} was started"},
	"life-started-version-pid": {Title: "gopls {version} was started (process {pid})"},
	"life-asked":               {Title: "somebody asked for a start"},
	"life-asked-by":            {Title: "a start was asked for ({by})"},
	"life-stop":                {Title: "somebody asked for a stop"},
	"life-stop-by":             {Title: "a stop was asked for ({by})"},
	"life-loading":             {Title: "it began to load the workspace"},
	"life-loaded":              {Title: "it loaded the workspace"},
	"life-loaded-took":         {Title: "it loaded the workspace in {took}"},
	"life-view":                {Title: "it made a view of the workspace"},
	"life-panic":               {Title: "it panicked"},
	"life-panic-words":         {Title: "it panicked: {words}"},
	"life-error":               {Title: "it could not be started"},
	"life-error-words":         {Title: "it could not be started: {words}"},
	"life-exited":              {Title: "it ended as asked"},
	"life-exited-code":         {Title: "it ended as asked (exit status {code})"},
	"life-exited-signal":       {Title: "it ended as asked (signal {signal})"},
	"life-crashed":             {Title: "it crashed"},
	"life-crashed-code":        {Title: "it crashed (exit status {code})"},
	"life-crashed-signal":      {Title: "it crashed (signal {signal})"},

	"life-crashed-counted":        {Title: "crash {crash} of 5"},
	"life-crashed-counted-code":   {Title: "crash {crash} of 5 (exit status {code})"},
	"life-crashed-counted-signal": {Title: "crash {crash} of 5 (signal {signal})"},
	"life-exited-counted":         {Title: "it ended"},
	"life-exited-counted-code":    {Title: "it ended (exit status {code})"},
	"life-exited-counted-signal":  {Title: "it ended (signal {signal})"},

	"life-memory":     {Title: "it took {memory} of memory"},
	"life-watching":   {Title: "Go Vitals began to watch"},
	"life-gave-up":    {Title: "the Go extension gave up: it starts no other gopls by itself"},
	"life-suspended":  {Title: "the machine slept, and nothing was seen meanwhile"},
	"life-other":      {Title: "{kind}"},
	"life-end":        {Title: "ended"},
	"life-end-code":   {Title: "exit status {code}"},
	"life-end-signal": {Title: "signal {signal}"},

	"life-session":       {Title: "session {number}"},
	"life-session-alive": {Title: "session {number}, alive as process {pid}"},
	"life-session-dead":  {Title: "session {number}, no server is left"},
	"life-stalled":       {Title: "{command} runs below it for {time} (process {pid}) and waits for: {waits}"},
	"life-stalled-on":    {Title: "{command} runs below it for {time} (process {pid}) and waits for: {waits}, {on}"},
	"life-cut":           {Title: "{count} earlier events are left out"},
}
