package probe

import (
	"context"
	"io"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/logs"
)

// logsProbe fills Life from log files, where nobody watches the processes.
var logsProbe = &Probe{
	ID:       health.ProbeLogs,
	Tier:     health.TierStandard,
	Deadline: 5 * time.Second,
	Run: func(ctx context.Context, ex *Examination) (Facts, error) {
		if ex.Request.Watched != nil {
			return nil, nil // who watches reads them as well
		}
		seen := lifeOfLogs(ex)
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		return func(s *health.Snapshot, _ *Private) { s.Life = seen }, nil
	},
}

func lifeOfLogs(ex *Examination) health.Life {
	if ex.Request.Editor == nil || ex.Request.Editor.LogDir == "" {
		return health.Life{State: health.LifeNotAsked, Reason: "no editor told where its logs are"}
	}
	out := health.Life{State: health.LifeLogs}
	files, readings := ReadLogs(ex.System, ex.Request.Editor.LogDir)
	out.Logs = files
	out.Events, out.Cut = logs.Merge(readings...)
	if !slices.ContainsFunc(out.Logs, func(f health.LogFile) bool { return f.Error == "" }) {
		out.State, out.Reason = health.LifeFailed, "no log of golang.go could be read"
	}
	out.Tally()
	return out
}

const (
	maxLogEntries = 500
	// maxLogTail is what is read of a log: its end. golang.go's channels are rotated at 5 MB; a plain one grows for ever.
	maxLogTail = 4 << 20
	maxServers = 4 // logs of language servers of different names
)

// ReadLogs reads what golang.go and gopls wrote into the logs of one extension host, a reading of each file: dir is the directory
// in which each extension has one of its own. The layout is VS Code's and undocumented; what is not there is no fault.
func ReadLogs(system System, dir string) (files []health.LogFile, readings []logs.Reading) {
	for _, l := range findLogs(system, dir) {
		file, reading := readLog(system, l)
		files, readings = append(files, file), append(readings, reading)
	}
	return files, readings
}

// foundLog is a log with the one that was rotated away before it, if there is one.
type foundLog struct {
	path, before string
	source       logs.Source
}

// findLogs lists Go.log first, because it tells who asked. Log channels lie in golang.go's own directory, plain ones in the newest
// directory output_logging_<time>, with a number before their names.
func findLogs(system System, dir string) (out []foundLog) {
	own := health.Join(system.OS(), dir, "golang.go")
	names := namesIn(system, own)
	add := func(dir, name string, s logs.Source) {
		l := foundLog{path: health.Join(system.OS(), dir, name), source: s}
		if older := strings.TrimSuffix(name, ".log") + ".1.log"; slices.Contains(names, older) && s.Form != health.LogServerPlain {
			l.before = health.Join(system.OS(), dir, older)
		}
		out = append(out, l)
	}
	if slices.Contains(names, "Go.log") {
		add(own, "Go.log", logs.Source{Form: health.LogGo})
	}
	for _, name := range names {
		if strings.HasSuffix(name, serverLog) && len(out) < 1+maxServers {
			add(own, name, logs.Source{Form: health.LogServer})
		}
	}
	const prefix = "output_logging_"
	plain := ""
	for _, name := range namesIn(system, dir) {
		if strings.HasPrefix(name, prefix) && name > plain {
			plain = name
		}
	}
	if plain == "" {
		return out
	}
	began, _ := time.ParseInLocation("20060102T150405", strings.TrimPrefix(plain, prefix), time.Local) // zero: no day is known
	plainDir := health.Join(system.OS(), dir, plain)
	for _, name := range namesIn(system, plainDir) {
		if numbered, _ := path.Match("[0-9]*-*", name); numbered && strings.HasSuffix(name, serverLog) && len(out) < 1+2*maxServers {
			add(plainDir, name, logs.Source{Form: health.LogServerPlain, Started: began})
		}
	}
	return out
}

// serverLog ends the name of a language server's channel; golang.go puts the server's own name before it.
const serverLog = " (server).log"

func namesIn(system System, dir string) (out []string) {
	entries, err := system.ReadDir(dir, maxLogEntries)
	if err != nil {
		return nil
	}
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}

// readLog reads the end of a log, and of the one before it as much as is left of the limit.
func readLog(system System, l foundLog) (health.LogFile, logs.Reading) {
	out := health.LogFile{Path: health.Path(l.path), Form: l.source.Form}
	reading, size, from, err := readTail(system, l.path, l.source, maxLogTail)
	out.Bytes, out.From = size, from
	if err != nil {
		_, out.Error = fileState(err)
	}
	if left := maxLogTail - size; l.before != "" && left > 0 {
		if older, _, _, err := readTail(system, l.before, l.source, left); err == nil {
			reading.Events, reading.Cut = append(older.Events, reading.Events...), reading.Cut+older.Cut
		}
	}
	return out, reading
}

func readTail(system System, file string, s logs.Source, limit int64) (r logs.Reading, size, from int64, err error) {
	f, err := system.Open(file)
	if err != nil {
		return r, 0, 0, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return r, 0, 0, err
	}
	size = info.Size()
	from = max(0, size-limit)
	s.Tail = from > 0
	r, err = logs.Read(io.NewSectionReader(f, from, size-from), s)
	return r, size, from, err
}
