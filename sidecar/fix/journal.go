package fix

import (
	"bytes"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"strconv"
	"strings"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

// The journal is a text file: a first line with its format, then one record a line, the checksum before the JSON. It only
// grows. A record that was not written to its end is what a crash leaves; anything else that does not fit is damage.
const (
	journalTitle   = "govitals fix journal "
	journalVersion = 1
	maxJournal     = 256 << 20
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// recordKind is what a record tells.
type recordKind string

const (
	recBegin   recordKind = "begin"   // an entry: a plan that will be applied
	recIntent  recordKind = "intent"  // a step is about to be made; holds all that is needed to take it back
	recStarted recordKind = "started" // the command of a step runs
	recDone    recordKind = "done"    // a step was made
	recFailed  recordKind = "failed"  // a step was not made, or what it did was taken back at once
	recLeft    recordKind = "left"    // a step that is not ours to make
	recEnd     recordKind = "end"     // no more steps of the entry
	recVerdict recordKind = "verdict" // what the proof came to
	recUndo    recordKind = "undo"    // a step is about to be taken back
	recUndone  recordKind = "undone"
	recKept    recordKind = "kept" // what stood where an interrupted step was taken back
)

// record is one line of the journal. Which fields are set depends on the kind.
type record struct {
	Kind  recordKind `json:"kind"`
	At    time.Time  `json:"at"`
	Entry int        `json:"entry"`
	Step  int        `json:"step"`

	Finding string          `json:"finding,omitempty"`
	Fix     health.FixID    `json:"fix,omitempty"`
	Title   *health.Message `json:"title,omitempty"`
	Steps   []health.Step   `json:"steps,omitempty"`

	Intent *intent `json:"intent,omitempty"`
	After  *saved  `json:"after,omitempty"`
	Text   string  `json:"text,omitempty"`

	PID     int    `json:"pid,omitempty"`
	Started uint64 `json:"started,omitempty"`
}

// intent is what a step is about to do.
type intent struct {
	// Roots are the paths that it may change; Before what stands there, After what will, as far as that is known beforehand.
	Roots  []Root `json:"roots,omitempty"`
	Before saved  `json:"before"`
	After  []Item `json:"after,omitempty"`
	// Made are the directories that have to be made, outermost first.
	Made []string `json:"made,omitempty"`
	// Command tells a command, after which the paths hold nobody knows what, from a change of a single file.
	Command []string `json:"command,omitempty"`
	// Token is in the environment of the command and of all that it starts.
	Token string `json:"token,omitempty"`
	// Lasting says that the command changes more than the roots.
	Lasting bool `json:"lasting,omitempty"`

	Value *valueChange `json:"value,omitempty"`
	Xattr *xattrChange `json:"xattr,omitempty"`
}

// valueChange is a setting that the editor changes, whole and with its secrets: the journal is private.
type valueChange struct {
	Target health.Target `json:"target"`
	Before health.Data   `json:"before"`
	After  health.Data   `json:"after"`
}

type xattrChange struct {
	Name  string `json:"name"`
	Value []byte `json:"value"`
}

func encodeRecord(r record) ([]byte, error) {
	text, err := json.Marshal(r)
	if err != nil {
		return nil, err
	}
	return fmt.Appendf(nil, "%08x %s\n", crc32.Checksum(text, castagnoli), text), nil
}

func journalHeader(id string) string {
	return journalTitle + strconv.Itoa(journalVersion) + " " + id + "\n"
}

// journalText is a journal that was read.
type journalText struct {
	id      string // empty if nothing was ever written
	records []record
	good    int64 // bytes up to the end of the last whole record
}

// readJournal reads a journal. A torn end is no error: good tells where it begins. The error is an *Error with the code
// Damaged or Newer.
func readJournal(data []byte) (j journalText, err error) {
	line, rest, whole := bytes.Cut(data, []byte("\n"))
	if !whole {
		if torn(line) || strings.HasPrefix(journalHeader(""), string(line)) || bytes.HasPrefix(line, []byte(journalTitle)) {
			return j, nil
		}
		return j, fault(Damaged, "", "its first line is not that of a journal")
	}
	if j.id, err = readHeader(string(line)); err != nil {
		return j, err
	}
	j.good = int64(len(line)) + 1
	for number := 2; len(rest) > 0; number++ {
		line, next, whole := bytes.Cut(rest, []byte("\n"))
		if !whole {
			return j, nil
		}
		r, err := decodeRecord(line)
		if err != nil {
			if torn(rest) {
				return j, nil
			}
			return j, fault(Damaged, "", "line %d: %v", number, err)
		}
		j.records, j.good, rest = append(j.records, r), j.good+int64(len(line))+1, next
	}
	return j, nil
}

// torn reports what a file system leaves of a write that never reached the disk: zeros.
func torn(data []byte) bool { return bytes.IndexByte(data, 0) >= 0 }

func readHeader(line string) (id string, err error) {
	rest, ok := strings.CutPrefix(line, journalTitle)
	number, id, _ := strings.Cut(rest, " ")
	version, err := strconv.Atoi(number)
	switch {
	case !ok || err != nil || version < 1:
		return "", fault(Damaged, "", "its first line is not that of a journal")
	case version > journalVersion:
		return "", fault(Newer, "", "was written by a newer version of Go Vitals (format %d, this one knows %d)", version, journalVersion)
	case id == "" || strings.ContainsAny(id, "/\\. "):
		return "", fault(Damaged, "", "its first line is not that of a journal")
	}
	return id, nil
}

func decodeRecord(line []byte) (r record, err error) {
	sum, text, ok := bytes.Cut(line, []byte(" "))
	want, err := strconv.ParseUint(string(sum), 16, 32)
	switch {
	case !ok || err != nil || len(sum) != 8:
		return r, fmt.Errorf("no checksum")
	case uint32(want) != crc32.Checksum(text, castagnoli):
		return r, fmt.Errorf("the checksum does not fit")
	}
	if err := json.Unmarshal(text, &r); err != nil {
		return r, fmt.Errorf("no record: %w", err)
	}
	if r.Kind == "" || r.Entry < 0 || r.Step < 0 {
		return r, fmt.Errorf("no record")
	}
	return r, nil
}
