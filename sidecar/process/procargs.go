package process

import (
	"bytes"
	"encoding/binary"
)

// parseProcargs reads the answer of macOS's sysctl kern.procargs2: the number of arguments, the path that was executed, zeros,
// the arguments, the environment, and strings of the system's own (reference os-facts §2). Arguments may be empty. The
// environment ends with an empty string, and is missing where the system hides it.
func parseProcargs(data []byte) (path string, args, env []string, ok bool) {
	if len(data) < 4 {
		return "", nil, nil, false
	}
	count := int(int32(binary.LittleEndian.Uint32(data)))
	first, rest, ok := bytes.Cut(data[4:], []byte{0})
	if !ok || count < 0 {
		return "", nil, nil, false
	}
	rest = bytes.TrimLeft(rest, "\x00")
	for range count {
		var arg []byte
		if arg, rest, ok = bytes.Cut(rest, []byte{0}); !ok {
			return string(first), args, nil, len(args) > 0 // cut off
		}
		args = append(args, string(arg))
	}
	for len(rest) > 0 {
		var entry []byte
		if entry, rest, ok = bytes.Cut(rest, []byte{0}); !ok || len(entry) == 0 {
			break
		}
		env = append(env, string(entry))
	}
	return string(first), args, env, true
}
