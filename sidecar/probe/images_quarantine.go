package probe

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

const (
	quarantineName    = "com.apple.quarantine"
	maxQuarantine     = 4 << 10
	quarantineOpened  = 0x40 // the user said to open it
	maxQuarantineWord = 200
)

// quarantineOf reads the attribute of a file, links followed; nil if it has none, or if it cannot be known.
func quarantineOf(system System, path string) *health.Quarantine {
	asked, ok := system.(attributes)
	if !ok || system.OS() != "darwin" {
		return nil
	}
	if real, err := system.RealPath(path); err == nil {
		path = real
	}
	value, err := asked.Attribute(path, quarantineName, maxQuarantine)
	if err != nil {
		return nil
	}
	q := parseQuarantine(string(value))
	return &q
}

var escapedByte = regexp.MustCompile(`\\x[0-9a-fA-F]{2}`)

// parseQuarantine takes "flags;time;agent;uuid": numbers in hexadecimal, an agent with \x20 for a space. Parts may be empty or
// missing, and some writers end it with a zero byte. Whatever it holds, the file is quarantined.
func parseQuarantine(value string) health.Quarantine {
	out := health.Quarantine{Flags: -1, Raw: health.Words(value, maxQuarantine)}
	parts := strings.SplitN(strings.TrimRight(value, "\x00\r\n "), ";", 4)
	hexadecimal := func(text string, bits int) (int64, bool) {
		text = strings.TrimPrefix(strings.ToLower(strings.TrimSpace(text)), "0x")
		n, err := strconv.ParseUint(text, 16, bits)
		return int64(n), err == nil
	}
	if flags, ok := hexadecimal(parts[0], 31); ok {
		out.Flags, out.Approved = int(flags), flags&quarantineOpened != 0
	}
	if len(parts) > 1 {
		// A time before 2001 or beyond 2106 is none that macOS writes.
		if at, ok := hexadecimal(parts[1], 32); ok && at >= 978307200 {
			out.At = health.Public(time.Unix(at, 0).UTC().Format(time.RFC3339))
		}
	}
	if len(parts) > 2 {
		agent := escapedByte.ReplaceAllStringFunc(parts[2], func(escape string) string {
			n, _ := strconv.ParseUint(escape[2:], 16, 8)
			return string([]byte{byte(n)})
		})
		out.Agent = health.Public(health.Words(agent, maxQuarantineWord))
	}
	return out
}
