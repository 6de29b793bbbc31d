package health

import (
	"strings"
	"testing"
)

// clean reports that neither form of a secret stands in a text.
func clean(text string) bool {
	return !strings.Contains(text, canary)
}

// The invariant: whatever stands around it, the user information of a URL does not come through.
func FuzzCleanText(f *testing.F) {
	f.Add("Get ", "ada", "pw", " failed")
	f.Add("(", "a@b", "p/w", ")")
	f.Add("https://one.example,", "", "x y", "|direct")
	f.Add("%3A%2F%2F", "ü", "#?", "@v1")
	f.Fuzz(func(t *testing.T, before, user, password, after string) {
		text := before + " " + urlWith(user, password+canary, "proxy.example") + after
		if got := CleanText(text); !clean(got) {
			t.Errorf("CleanText(%q) = %q", text, got)
		}
		raw := before + " https://" + hostFree(user) + ":x" + canary + "@proxy.example" + after
		if got := CleanText(raw); !clean(got) {
			t.Errorf("CleanText(%q) = %q", raw, got)
		}
		once := CleanText(text)
		if twice := CleanText(once); len(twice) > len(once)+len(secretHidden) {
			t.Errorf("cleaning %q again gives %q", once, twice)
		}
	})
}

func FuzzCleanURLs(f *testing.F) {
	f.Add("https://one.example,", "ada", "pw", "|direct")
	f.Add("", "", "a,b|c", "")
	f.Add("off,", "a/b", "@", " https://x")
	f.Fuzz(func(t *testing.T, before, user, password, after string) {
		for _, list := range []string{
			before + urlWith(user, password+canary, "proxy.example:8443") + after,
			before + ",https://" + hostFree(user) + ":x" + urlFree(password) + canary + "@proxy.example" + after,
		} {
			if got := CleanURLs(list); !clean(got) {
				t.Errorf("CleanURLs(%q) = %q", list, got)
			}
		}
	})
}

// urlFree leaves out what ends an item of a list, so that the canary stays inside the item.
func urlFree(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t\r\n,|", r) {
			return -1
		}
		return r
	}, s)
}

// hostFree leaves out what ends an authority too: behind it an "@" belongs to the path, as in /@v/list.
func hostFree(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("/?#\\\"`<>", r) {
			return -1
		}
		return r
	}, urlFree(s))
}

func FuzzCleanFlags(f *testing.F) {
	f.Add("-v ", "ldflags", "-X main.key=", " -race")
	f.Add("'-tags=a b' ", "exec", "run ", "'")
	f.Add("mod=mod ", "X", "", "")
	f.Fuzz(func(t *testing.T, before, name, lead, after string) {
		if strings.ContainsAny(name, " \t\r\n\"'=") || openFlags[strings.TrimPrefix(name, "-")] || strings.ContainsAny(before+lead, "\"'") {
			return
		}
		for _, flags := range []string{
			before + " '-" + name + "=" + strings.ReplaceAll(lead, "'", "") + canary + "' " + after,
			before + " -" + name + "=x" + canary + " " + after,
			before + " -" + name + "=x main.key=" + canary + " " + after,
			before + " -" + name + "=x " + canary + " " + after,
		} {
			if got := CleanFlags(flags); !clean(got) {
				t.Errorf("CleanFlags(%q) = %q", flags, got)
			}
		}
	})
}
