package probe

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

// descriptorsProbe fills Descriptors: how many files gopls may hold open. Windows has no such limit.
var descriptorsProbe = &Probe{
	ID:       health.ProbeDescriptors,
	Tier:     health.TierFast,
	Deadline: 2 * time.Second,
	Run: func(_ context.Context, ex *Examination) (Facts, error) {
		seen := descriptors(ex)
		return func(s *health.Snapshot, _ *Private) { s.Descriptors = seen }, nil
	},
}

// descriptorLimits is what macOS tells only through system calls: the hard limit of this process, which inherits the editor's,
// kern.maxfilesperproc, kern.maxfiles and kern.num_files.
type descriptorLimits interface {
	DescriptorLimits() (hard, perProcess, system, used int)
}

func descriptors(ex *Examination) health.Descriptors {
	var out health.Descriptors
	if ex.System.OS() != "linux" {
		if told, ok := ex.System.(descriptorLimits); ok {
			out.Source = health.Source{Kind: health.FromSystem, Name: "RLIMIT_NOFILE"}
			out.Hard, out.PerProcess, out.System, out.Used = told.DescriptorLimits()
		}
		return out
	}
	file := "/proc/self/limits"
	if e := ex.Request.Editor; e != nil && e.HostPID > 0 {
		file = "/proc/" + strconv.Itoa(e.HostPID) + "/limits"
		out.Source.PID = e.HostPID
	}
	out.Source.Kind, out.Source.File = health.FromSystem, health.Path(file)
	if b, err := ex.System.ReadFile(file, maxProcFile); err == nil {
		out.Hard = hardOpenFiles(string(b))
	}
	out.System = readNumber(ex.System, "/proc/sys/fs/file-max")
	if b, err := ex.System.ReadFile("/proc/sys/fs/file-nr", 200); err == nil {
		fields := strings.Fields(string(b)) // allocated, allocated and unused (0 since 2.6), maximum
		if len(fields) == 3 {
			out.Used, _ = strconv.Atoi(fields[0])
		}
	}
	return out
}

// hardOpenFiles reads the line "Max open files  1024  524288  files" of /proc/PID/limits; 0 for unlimited.
func hardOpenFiles(text string) int {
	for line := range strings.Lines(text) {
		if rest, ok := strings.CutPrefix(line, "Max open files"); ok {
			if fields := strings.Fields(rest); len(fields) >= 2 {
				n, _ := strconv.Atoi(fields[1])
				return n
			}
		}
	}
	return 0
}
