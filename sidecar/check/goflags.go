package check

import (
	"slices"
	"strconv"
	"strings"
)

// goFlags are the names that the go command knows in GOFLAGS, of all its commands, as of goFlagsUpTo: measured by
// running that release with each. "test." may stand before any test flag.
var goFlags = strings.Fields(`C a artifacts asan asmflags bench benchmem benchtime blockprofile blockprofilerate buildmode
	buildvcs c cache changed compat compiled compiler count cover covermode coverpkg coverprofile cpu cpuprofile d
	debug-actiongraph debug-runtime-trace debug-trace deps diff dropexclude dropgodebug dropignore dropreplace droprequire
	dropretract droptool dropuse e exclude exec export f failfast find fix fmt fullpath fuzz fuzzcache fuzzminimizetime
	fuzztime gccgoflags gcflags go godebug i ignore insecure installsuffix json ldflags linkshared list m memprofile
	memprofilerate mod modcache modcacherw modfile module msan mutexprofile mutexprofilefraction n o outputdir overlay p
	parallel pgo pkgdir print r race replace require retract retracted reuse run short shuffle skip t tags test testcache
	timeout tool toolchain toolexec trace trimpath u use v vendor versions vet vettool w work x`)

// goFlagsUpTo is the newest language version whose flags are listed.
const goFlagsUpTo = "go1.26"

// wantsArgument are the flags of go list and go build that are no switches.
var wantsArgument = strings.Fields(`C asmflags buildmode compiler covermode coverpkg debug-actiongraph debug-runtime-trace
	debug-trace f gccgoflags gcflags installsuffix ldflags mod modfile overlay p pgo pkgdir reuse tags toolexec`)

// switches of go list and go build.
var goSwitches = strings.Fields(`a asan cover json linkshared modcacherw msan n race trimpath v work x`)

// stopsEditor are flags that the go command accepts in GOFLAGS and that the commands of gopls cannot stand: they clash
// with go env -json, go list -f and go list -compiled. Measured with gopls v0.23.0.
var stopsEditor = strings.Fields("C f json m retracted reuse u versions w")

// blursEditor are flags that make go list name rewritten copies in the build cache, where gopls finds no definitions.
var blursEditor = strings.Fields("cover covermode coverpkg")

// flagFault is a field of GOFLAGS that does not do: the case of the message, and the field.
type flagFault struct{ name, field string }

// splitGoflags splits GOFLAGS as the go command does: a field may stand in single or double quotes as a whole, quotes
// further inside do not count. quote is the one that is never closed, if there is one.
func splitGoflags(s string) (fields []string, quote string) {
	const space = " \t\n\r"
	for s = strings.TrimLeft(s, space); s != ""; s = strings.TrimLeft(s, space) {
		if s[0] == '"' || s[0] == '\'' {
			field, rest, closed := strings.Cut(s[1:], s[:1])
			if !closed {
				return fields, s[:1]
			}
			fields, s = append(fields, field), rest
			continue
		}
		end := strings.IndexAny(s, space)
		if end < 0 {
			end = len(s)
		}
		fields, s = append(fields, s[:end]), s[end:]
	}
	return fields, ""
}

// joinGoflags writes fields as splitGoflags reads them; ok is false if one holds both kinds of quotes and a space.
func joinGoflags(fields []string) (joined string, ok bool) {
	var out []string
	for _, f := range fields {
		switch {
		case !strings.ContainsAny(f, " \t\n\r") && !strings.HasPrefix(f, "'") && !strings.HasPrefix(f, `"`):
			out = append(out, f)
		case !strings.Contains(f, "'"):
			out = append(out, "'"+f+"'")
		case !strings.Contains(f, `"`):
			out = append(out, `"`+f+`"`)
		default:
			return "", false
		}
	}
	return strings.Join(out, " "), true
}

// faultOf judges one field. known is false for a flag that the go in use may know although we do not.
func faultOf(field string, known bool) (flagFault, bool) {
	if !strings.HasPrefix(field, "-") || field == "-" || field == "--" || strings.HasPrefix(field, "---") ||
		strings.HasPrefix(field, "-=") || strings.HasPrefix(field, "--=") {
		return flagFault{"non-flag", field}, true
	}
	name, value, hasValue := strings.Cut(strings.TrimPrefix(field[1:], "-"), "=")
	_, err := strconv.ParseBool(value)
	switch {
	case slices.Contains(stopsEditor, name):
		return flagFault{"clash", field}, err != nil || value != "false" // -json=false is harmless
	case slices.Contains(blursEditor, name):
		return flagFault{"blurs", field}, value != "false"
	case !slices.Contains(goFlags, strings.TrimPrefix(name, "test.")):
		return flagFault{"unknown", field}, known
	case !hasValue && slices.Contains(wantsArgument, name):
		return flagFault{"argument", field}, true
	case hasValue && err != nil && slices.Contains(goSwitches, name), name == "buildvcs" && hasValue && err != nil && value != "auto":
		return flagFault{"boolean", field}, true
	case name == "mod" && value != "mod" && value != "readonly" && value != "vendor" && value != "":
		return flagFault{"mod", field}, true
	}
	return flagFault{}, false
}

// mended are the fields less those that do not do; a flag that was parted from its value gets it back.
func mended(fields []string, known bool) []string {
	var out []string
	for i := 0; i < len(fields); i++ {
		fault, bad := faultOf(fields[i], known)
		if fault.name == "argument" && i+1 < len(fields) {
			joined := fields[i] + "=" + fields[i+1]
			if next, _ := faultOf(fields[i+1], known); next.name == "non-flag" {
				if _, still := faultOf(joined, known); !still {
					out = append(out, joined)
				}
				i++
				continue
			}
		}
		if !bad {
			out = append(out, fields[i])
		}
	}
	return out
}
