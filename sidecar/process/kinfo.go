package process

import (
	"bytes"
	"encoding/binary"

	"github.com/govitals/govitals/sidecar/health"
)

// The layout of XNU's struct kinfo_proc, the same on both architectures (reference os-facts §1). layout_darwin.go proves it
// against x/sys when the program is built.
const (
	kinfoSize    = 648
	kinfoSeconds = 0
	kinfoMicros  = 8
	kinfoFlag    = 32
	kinfoStat    = 36
	kinfoPID     = 40
	kinfoName    = 243
	kinfoNameEnd = kinfoName + 17
	kinfoUID     = 420
	kinfoParent  = 560
	kinfoGroup   = 564
)

const (
	// flagTranslated is P_TRANSLATED of bsd/sys/proc.h: Rosetta runs it. The kernel clears it when the process becomes a native program.
	flagTranslated = 0x20000
	zombieStat     = 5 // SZOMB
)

// parseKinfo reads one struct kinfo_proc.
func parseKinfo(data []byte) (Entry, bool) {
	if len(data) < kinfoSize {
		return Entry{}, false
	}
	word := func(at int) int { return int(int32(binary.LittleEndian.Uint32(data[at:]))) }
	name := data[kinfoName:kinfoNameEnd]
	if end := bytes.IndexByte(name, 0); end >= 0 {
		name = name[:end]
	}
	e := Entry{UID: word(kinfoUID), Translated: word(kinfoFlag)&flagTranslated != 0}
	e.PID, e.Parent, e.Group = word(kinfoPID), word(kinfoParent), word(kinfoGroup)
	e.Zombie, e.Name = data[kinfoStat] == zombieStat, string(name)
	e.Started = binary.LittleEndian.Uint64(data[kinfoSeconds:])*1e6 + uint64(uint32(word(kinfoMicros)))
	return e, e.PID >= 0
}

// translation is the architecture of a process on a Mac, and how it runs.
func translation(translated bool, native string) (string, health.ProcessState) {
	switch {
	case translated:
		return "amd64", health.ProcessTranslated
	case native == "":
		return "", health.ProcessUnknown
	}
	return native, health.ProcessNative
}
