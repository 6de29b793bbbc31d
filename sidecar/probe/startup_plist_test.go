package probe

import (
	"encoding/binary"
	"errors"
	"strings"
	"testing"

	"howett.net/plist"
)

// bplist writes a binary property list of objects, the first of which is the top one.
func bplist(objects ...[]byte) string {
	out := []byte("bplist00")
	var offsets []byte
	for _, o := range objects {
		offsets = binary.BigEndian.AppendUint16(offsets, uint16(len(out)))
		out = append(out, o...)
	}
	table := len(out)
	out = append(out, offsets...)
	out = append(out, 0, 0, 0, 0, 0, 0, 2, 1)
	for _, n := range []int{len(objects), 0, table} {
		out = binary.BigEndian.AppendUint64(out, uint64(n))
	}
	return string(out)
}

// doubled is a chain of arrays each of which holds the next one twice: 2^n values in 3n bytes.
func doubled(n int) string {
	objects := [][]byte{{0xd1, 1, 2}, {0x51, 'k'}}
	for i := range n {
		objects = append(objects, []byte{0xa2, byte(i + 3), byte(i + 3)})
	}
	return bplist(append(objects, []byte{0x51, 'x'})...)
}

func TestReadPlist(t *testing.T) {
	deep := func(n int) string {
		return "<plist><dict><key>k</key>" + strings.Repeat("<array>", n) + strings.Repeat("</array>", n) + "</dict></plist>"
	}
	header := "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n"
	for _, c := range []struct {
		name, data string
		want       error // nil: it is taken
	}{
		{"XML", header + "<plist version=\"1.0\"><dict><key>k</key><string>v</string></dict></plist>\n", nil},
		{"XML of the library", encoded(t, dict{"k": []any{"v", 1, true}}, plist.XMLFormat), nil},
		{"binary", encoded(t, dict{"k": []any{"v", 1, true}}, plist.BinaryFormat), nil},
		{"binary by hand", bplist([]byte{0xd1, 1, 2}, []byte{0x51, 'k'}, []byte{0x51, 'v'}), nil},
		{"the same object twice", doubled(3), nil},
		{"empty", "", errNoPlist},
		{"spaces", " \n", errNoPlist},
		{"any text", "hello", errNoPlist},
		{"OpenStep", "{ k = v; }", errNoPlist},
		{"OpenStep of the library", encoded(t, dict{"k": "v"}, plist.OpenStepFormat), errNoPlist},
		{"strings file", "\"k\" = \"v\";", errNoPlist},
		{"GNUstep", encoded(t, dict{"k": "v"}, plist.GNUStepFormat), errNoPlist},
		{"no <plist>", "<dict><key>k</key><string>v</string></dict>", errNoPlist},
		{"another XML", "<html><plist></plist></html>", errNoPlist},
		{"two roots", "<plist><dict/></plist><plist><dict/></plist>", errNoPlist},
		{"not closed", "<plist><dict><key>k</key>", errNoPlist},
		{"closed wrongly", "<plist><dict></plist></dict>", errNoPlist},
		{"no dictionary", "<plist><string>x</string></plist>", errNoPlist},
		{"nothing within", "<plist></plist>", errNoPlist},
		{"a billion laughs", "<!DOCTYPE p [<!ENTITY a \"xx\"><!ENTITY b \"&a;&a;\">]><plist><dict><key>k</key><string>&b;</string></dict></plist>", errNoPlist},
		{"XML too deep", deep(100_000), errPlistBomb},
		{"XML just deep enough", deep(maxPlistDepth - 2), nil},
		{"XML too large", "<plist><array>" + strings.Repeat("<true/>", maxPlistNodes) + "</array></plist>", errPlistBomb},
		{"binary cut", bplist([]byte{0xd0})[:30], errNoPlist},
		{"another version", strings.Replace(bplist([]byte{0xd0}), "00", "15", 1), errNoPlist},
		{"holds itself", bplist([]byte{0xd1, 1, 2}, []byte{0x51, 'k'}, []byte{0xa1, 2}), errNoPlist},
		{"hold each other", bplist([]byte{0xd1, 1, 2}, []byte{0x51, 'k'}, []byte{0xa1, 3}, []byte{0xa1, 2}), errNoPlist},
		{"doubled 30 times", doubled(30), errPlistBomb},
		{"doubled 200 times", doubled(200), errPlistBomb},
		{"a number of elements that cannot be", bplist([]byte{0xdf, 0x13, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}), errNoPlist},
		{"a number that doubles to nothing", bplist([]byte{0xdf, 0x13, 0x80, 0, 0, 0, 0, 0, 0, 0}), errNoPlist},
		{"a text that doubles to nothing", bplist([]byte{0xd1, 1, 2}, []byte{0x51, 'k'}, []byte{0x6f, 0x13, 0x80, 0, 0, 0, 0, 0, 0, 0}), errNoPlist},
		{"a reference outside", bplist([]byte{0xd1, 1, 9}, []byte{0x51, 'k'}), errPlistBomb},
		{"keys that are no text", bplist([]byte{0xd1, 1, 1}, []byte{0xa0}), errNoPlist},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := readPlist([]byte(c.data))
			if !errors.Is(err, c.want) || (err == nil) != (got != nil) {
				t.Errorf("it is %v, %v; want %v", got, err, c.want)
			}
			if err == nil && got["k"] == nil {
				t.Errorf("it is %v", got)
			}
		})
	}
}

// The test above is worth something only while the library takes what we refuse.
func TestTheLibraryTakesAnything(t *testing.T) {
	for _, data := range []string{"", "hello", "{ k = v; }"} {
		var out any
		if _, err := plist.Unmarshal([]byte(data), &out); err != nil {
			t.Errorf("%q is refused by now: %v", data, err)
		}
	}
}

// FuzzPlist: no file makes us fall over, run for long, or take for a property list what is none.
func FuzzPlist(f *testing.F) {
	f.Add([]byte(encoded(f, dict{"k": []any{"v", 1, true, []byte{1}, dict{"a": 1.5}}}, plist.XMLFormat)))
	f.Add([]byte(encoded(f, dict{"k": []any{"v", 1, true, []byte{1}, dict{"a": 1.5}}, "ü": "ü"}, plist.BinaryFormat)))
	f.Add([]byte(doubled(5)))
	f.Add([]byte(doubled(40)))
	f.Add([]byte("{ k = v; }"))
	f.Add([]byte("<plist><dict><key>ProgramArguments</key><array><string>sh</string><string>-c</string><string>launchctl setenv A b</string></array></dict></plist>"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 64<<10 {
			return
		}
		got, err := readPlist(data)
		if (err == nil) != (got != nil) {
			t.Fatalf("%q is %v and %v", data, got, err)
		}
		if err == nil && !strings.HasPrefix(string(data), "bplist00") && !strings.Contains(string(data), "plist") {
			t.Errorf("%q is no property list", data)
		}
		if n := values(got); n > maxPlistNodes {
			t.Errorf("%d values", n)
		}
		environmentSetBy(got)
		rosettaChoice(got, "k", "/Applications/Code.app")
	})
}

// values counts what is in a decoded property list.
func values(v any) int {
	n := 1
	switch v := v.(type) {
	case map[string]any:
		for _, held := range v {
			n += values(held)
		}
	case []any:
		for _, held := range v {
			n += values(held)
		}
	}
	return n
}
