package process

import (
	"bytes"
	"encoding/hex"
	"net/netip"
	"slices"
	"strconv"
)

// A socket is a TCP connection of the machine that somebody may wait for.
type socket struct {
	inode  uint64
	remote netip.AddrPort
	opens  bool // not yet answered: SYN_SENT
}

// States of /proc/net/tcp (include/net/tcp_states.h).
const (
	tcpEstablished = 1
	tcpSynSent     = 2
)

// parseTCP reads /proc/PID/net/tcp and tcp6: lines of a number, the local and the remote address in hexadecimal, the state, and as
// the tenth field the inode. Connections within the machine are kept: proxies live there. little is the byte order of the
// machine, in whose words addresses are written.
func parseTCP(data []byte, little bool) (out []socket) {
	for line := range bytes.Lines(data) {
		fields := bytes.Fields(line)
		if len(fields) < 10 || len(out) == maxSockets {
			continue
		}
		state, err := strconv.ParseUint(string(fields[3]), 16, 8)
		if err != nil || state != tcpEstablished && state != tcpSynSent {
			continue
		}
		remote, ok := tcpAddress(fields[2], little)
		inode, err := strconv.ParseUint(string(fields[9]), 10, 64)
		if ok && err == nil && inode != 0 {
			out = append(out, socket{inode, remote, state == tcpSynSent})
		}
	}
	return out
}

// maxSockets bounds the connections that are looked at.
const maxSockets = 20_000

// tcpAddress reads an address: words of four bytes in the machine's order, and the port.
func tcpAddress(field []byte, little bool) (netip.AddrPort, bool) {
	host, port, ok := bytes.Cut(field, []byte(":"))
	if !ok || len(host) != 8 && len(host) != 32 {
		return netip.AddrPort{}, false
	}
	raw := make([]byte, len(host)/2)
	if _, err := hex.Decode(raw, host); err != nil {
		return netip.AddrPort{}, false
	}
	for at := 0; little && at < len(raw); at += 4 {
		slices.Reverse(raw[at : at+4])
	}
	number, err := strconv.ParseUint(string(port), 16, 16)
	address, fine := netip.AddrFromSlice(raw)
	return netip.AddrPortFrom(address.Unmap(), uint16(number)), err == nil && fine
}

// awaitedLocks reads /proc/locks (proc_locks(5)) for what a process waits for: the inodes of files that another one has locked.
// A waiting line has an arrow behind its number.
func awaitedLocks(data []byte, pid int) (inodes []uint64) {
	for line := range bytes.Lines(data) {
		fields := bytes.Fields(line)
		if len(fields) < 7 || string(fields[1]) != "->" || string(fields[5]) != strconv.Itoa(pid) {
			continue
		}
		file := bytes.Split(fields[6], []byte(":"))
		if inode, err := strconv.ParseUint(string(file[len(file)-1]), 10, 64); err == nil {
			inodes = append(inodes, inode)
		}
	}
	return inodes
}
