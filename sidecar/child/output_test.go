package child

import (
	"bytes"
	"strings"
	"testing"
)

func TestKeeper(t *testing.T) {
	tests := []struct {
		name   string
		tail   bool
		limit  int
		writes []string
		want   string
		cut    bool
	}{
		{"nothing", false, 4, nil, "", false},
		{"just the limit", false, 4, []string{"ab", "cd"}, "abcd", false},
		{"one more", false, 4, []string{"ab", "cde"}, "abcd", true},
		{"much more", false, 4, []string{"abcdefgh", "ijk"}, "abcd", true},
		{"end, nothing", true, 4, nil, "", false},
		{"end, just the limit", true, 4, []string{"abcd"}, "abcd", false},
		{"end, one more", true, 4, []string{"a", "bcde"}, "bcde", true},
		{"end, in small pieces", true, 4, strings.Split("abcdefghijklmnopqrstuvwxyz", ""), "wxyz", true},
		{"end, one large piece", true, 4, []string{"ab", "cdefghijkl", "m"}, "jklm", true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			k := &keeper{limit: test.limit, tail: test.tail}
			for _, w := range test.writes {
				if n, err := k.Write([]byte(w)); n != len(w) || err != nil {
					t.Fatalf("write gave %d, %v", n, err)
				}
			}
			if got, cut := k.bytes(); string(got) != test.want || cut != test.cut {
				t.Errorf("kept %q, cut %v, want %q, %v", got, cut, test.want, test.cut)
			}
		})
	}
}

func FuzzKeeperEnd(f *testing.F) {
	f.Add([]byte("abcdefghij"), 3, 2)
	f.Fuzz(func(t *testing.T, data []byte, limit, step int) {
		limit, step = 1+abs(limit)%64, 1+abs(step)%200
		k := &keeper{limit: limit, tail: true}
		for rest := data; len(rest) > 0; rest = rest[min(step, len(rest)):] {
			_, _ = k.Write(rest[:min(step, len(rest))])
		}
		got, cut := k.bytes()
		if want := data[max(0, len(data)-limit):]; !bytes.Equal(got, want) || cut != (len(data) > limit) {
			t.Errorf("kept %q of %q, cut %v", got, data, cut)
		}
		if len(k.kept) > 2*limit {
			t.Errorf("holds %d bytes for a limit of %d", len(k.kept), limit)
		}
	})
}

func abs(n int) int {
	if n < 0 {
		return -(n + 1)
	}
	return n
}

func TestKeeperTellsOfAFloodOnce(t *testing.T) {
	told := 0
	k := &keeper{limit: 2, flooded: func() { told++ }}
	for range 3 * floodFactor {
		_, _ = k.Write([]byte("xy"))
	}
	if told != 1 {
		t.Errorf("told %d times", told)
	}
}
