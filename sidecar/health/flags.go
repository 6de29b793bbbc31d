package health

import "strings"

// openFlags are the flags of the go command and of gopls whose values cannot be secrets. Others keep their names only.
var openFlags = map[string]bool{
	"mod": true, "modfile": true, "tags": true, "buildvcs": true, "trimpath": true, "race": true, "msan": true, "asan": true,
	"cover": true, "covermode": true, "p": true, "v": true, "x": true, "n": true, "a": true, "work": true, "compiler": true,
	"buildmode": true, "installsuffix": true, "linkshared": true, "modcacherw": true, "overlay": true, "pgo": true, "pkgdir": true, "compat": true,
	"json": true, "compiled": true, "test": true, "export": true, "find": true, "count": true, "short": true, "timeout": true, "parallel": true, "vet": true, "C": true, "e": true, "deps": true,
	"remote": true, "listen": true, "logfile": true, "debug": true, "port": true, "rpc.trace": true, "mode": true, "vv": true, "remote.listen.timeout": true,
	"listen.timeout": true, "remote.debug": true, "remote.logfile": true, "otel": true, "mcp.listen": true, "profile.cpu": true, "profile.mem": true,
}

const flagSpace = " \t\r\n"

// CleanFlags cleans a list of flags as GOFLAGS has it: separated by spaces, a field may stand in quotes as a whole. What
// needs no cleaning stays as it was written, so that a fix can compare it with what it finds.
func CleanFlags(flags string) string {
	var out strings.Builder
	loose := false // an unquoted flag with a hidden value: the rest of that value may stand in the next fields
	for flags != "" {
		space := len(flags) - len(strings.TrimLeft(flags, flagSpace))
		out.WriteString(flags[:space])
		if flags = flags[space:]; flags == "" {
			break
		}
		if quote := flags[:1]; quote == `"` || quote == "'" {
			field, rest, closed := strings.Cut(flags[1:], quote)
			out.WriteString(quote + cleanField(field, loose))
			if closed {
				out.WriteString(quote)
			}
			loose = loose && !strings.HasPrefix(field, "-")
			flags = rest
			continue
		}
		field := flags[:until(flags, flagSpace)]
		out.WriteString(cleanField(field, loose))
		if strings.HasPrefix(field, "-") {
			name, _ := flagName(field)
			loose = !openFlags[name]
		}
		flags = flags[len(field):]
	}
	return out.String()
}

// cleanField cleans a field that may be no flag. mod=mod is a slip that a finding has to show; other words may be values.
func cleanField(field string, loose bool) string {
	if strings.HasPrefix(field, "-") {
		return CleanFlag(field)
	}
	name, _, hasValue := strings.Cut(field, "=")
	switch {
	case field == "":
		return ""
	case loose:
		return secretHidden
	case hasValue && !openFlags[name]:
		return CleanText(name) + "=" + secretHidden
	}
	return CleanText(field)
}

// CleanFlag keeps a flag's name, and its value only where that cannot be a secret. -ldflags keeps -s and -w, which a
// check needs.
func CleanFlag(flag string) string {
	if !strings.HasPrefix(strings.TrimLeft(flag, `"'`), "-") {
		return CleanText(flag)
	}
	written, value, found := strings.Cut(flag, "=")
	name, _ := flagName(strings.TrimLeft(written, `"'`))
	switch {
	case !found:
		return CleanText(flag)
	case openFlags[name]:
		return CleanText(written) + "=" + CleanText(value)
	case name == "ldflags":
		return written + "=" + cleanLinkerFlags(value)
	}
	return CleanText(written) + "=" + secretHidden
}

// flagName is the name of a flag without its one or two dashes.
func flagName(flag string) (name string, hasValue bool) {
	name, _, hasValue = strings.Cut(strings.TrimPrefix(strings.TrimPrefix(flag, "-"), "-"), "=")
	return name, hasValue
}

func cleanLinkerFlags(value string) string {
	fields := strings.Fields(strings.Trim(value, `"'`))
	var kept []string
	for _, f := range fields {
		if f == "-s" || f == "-w" {
			kept = append(kept, f)
		}
	}
	if len(kept) == len(fields) {
		return value
	}
	return strings.Join(append(kept, secretHidden), " ")
}
