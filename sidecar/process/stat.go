package process

import (
	"bytes"
	"math"
	"time"
)

// Indices of the fields of /proc/PID/stat behind the name (proc_pid_stat(5), whose numbers are three higher).
const (
	statState    = 0
	statParent   = 1
	statGroup    = 2
	statSession  = 3
	statUser     = 11
	statSystem   = 12
	statStarted  = 19
	statResident = 21
	statStatus   = 49
	statLeast    = statStarted + 1 // without which a line says too little
)

// tick is what Linux counts processor time and starts in: USER_HZ, 100 a second on every architecture that Go knows.
const tick = 10 * time.Millisecond

// parseStat reads a line of /proc/PID/stat. The name, in parentheses, may itself hold spaces and parentheses, so the fields are
// counted from the last one. status is the raw exit status of a zombie, where the reader may see it.
func parseStat(line []byte, pageSize int64) (e Entry, status int, ok bool) {
	open, end := bytes.IndexByte(line, '('), bytes.LastIndexByte(line, ')')
	if open < 0 || end < open {
		return Entry{}, 0, false
	}
	pid, fine := number(bytes.TrimSpace(line[:open]))
	e.UID, e.PID, e.Name, ok = -1, int(pid), string(line[open+1:end]), fine && pid > 0
	fields := 0
	var cpu uint64
	for rest := line[end+1:]; ok; fields++ {
		rest = bytes.TrimLeft(rest, " \n\x00")
		if len(rest) == 0 {
			break
		}
		to := bytes.IndexAny(rest, " \n\x00")
		if to < 0 {
			to = len(rest)
		}
		field := rest[:to]
		rest = rest[to:]
		if fields == statState {
			e.Letter, ok = field[0], len(field) == 1
			e.Zombie = e.Letter == 'Z' || e.Letter == 'X'
			continue
		}
		n, fine := number(field)
		switch fields {
		case statParent:
			e.Parent, ok = int(n), fine
		case statGroup:
			e.Group, ok = int(n), fine
		case statSession:
			e.Session, ok = int(n), fine
		case statUser, statSystem:
			cpu += n
		case statStarted:
			e.Started, ok = n, fine
		case statResident:
			e.Resident = int64(min(n, math.MaxInt64/uint64(pageSize))) * pageSize
		case statStatus:
			status = int(n & math.MaxUint16)
		}
	}
	e.CPU = time.Duration(min(cpu, uint64(math.MaxInt64/tick))) * tick
	if !ok || fields < statLeast {
		return Entry{}, 0, false
	}
	return e, status, true
}

// number reads digits. A minus, as sessions of other namespaces and unset fields have it, makes 0.
func number(field []byte) (n uint64, ok bool) {
	if len(field) > 1 && field[0] == '-' {
		_, ok = number(field[1:])
		return 0, ok
	}
	for _, c := range field {
		if c < '0' || c > '9' || n > (math.MaxUint64-9)/10 {
			return 0, false
		}
		n = n*10 + uint64(c-'0')
	}
	return n, len(field) > 0
}
